"""Words round a place name in English reports: what announces a place, what says how it lies, what rules it out."""

# Least likeness (0-100) of two transliterations that share their consonants, for the one to be read as the other.
LOOSE_RATIO = 66
LOOSE_RATIO_ABROAD = 88

SETTLEMENT_NOUNS = {
    "village": "village",
    "villages": "village",
    "hamlet": "village",
    "farm": "village",
    "town": "town",
    "towns": "town",
    "suburb": "town",
    "city": "city",
    "cities": "city",
    "capital": "city",
    "port": "city",
    "camp": "camp",
    "camps": "camp",
    "neighborhood": "neighbourhood",
    "neighborhoods": "neighbourhood",
    "neighbourhood": "neighbourhood",
    "neighbourhoods": "neighbourhood",
    "quarter": "neighbourhood",
    "quarters": "neighbourhood",
    "district": "district",
    "districts": "district",
    "area": "area",
    "areas": "area",
    "region": "area",
    "subdistrict": "subdistrict",
    "province": "governorate",
    "provinces": "governorate",
    "governorate": "governorate",
    "governorates": "governorate",
    "muhafazah": "governorate",
}

COUNTRYSIDE = {"countryside", "rural", "suburbs", "outskirts", "hinterland", "rif", "reef", "province's", "governorate's"}

# Of a town these are still the town.
EDGE_OF = {"outskirts", "edge", "edges"}
# Of these they are the country around.
GREAT_CITIES = {"damascus", "aleppo", "homs", "hama", "idlib", "idleb", "daraa", "deraa", "latakia", "raqqa", "hasakah", "hasakeh", "sweida", "baghdad", "mosul", "beirut", "sanaa"}  # fmt: skip

DIRECTIONS = {
    "north": "n", "northern": "n", "south": "s", "southern": "s", "east": "e", "eastern": "e", "west": "w", "western": "w",
    "northwest": "nw", "northwestern": "nw", "northeast": "ne", "northeastern": "ne", "southwest": "sw", "southwestern": "sw",
    "southeast": "se", "southeastern": "se",
}  # fmt: skip

PREPOSITIONS = {
    "in", "at", "on", "of", "to", "into", "inside", "over", "across", "around", "towards", "toward", "hit", "struck", "targeted", "targeting", "shelled",
    "bombed", "bombing", "shelling", "attacked", "pounded", "within", "under", "hitting", "striking", "bombarded", "rocked", "throughout", "through",
}  # fmt: skip

NEAR = {"near", "outside", "beside", "close", "km", "kilometers", "kilometres", "miles", "mile", "nearby", "between", "road", "highway", "front", "frontline"}

ORIGIN = {"from", "fled", "flee", "fleeing", "native", "leaving", "displaced", "positioned", "stationed", "based", "via"}

# Where the wounded are carried to is not where they were hurt.
HOSPITALS = {"hospital", "hospitals", "clinic"}
CARRIED = {"rushed", "taken", "transferred", "brought", "admitted", "moved", "transported", "evacuated", "hospitalized", "hospitalised"}  # fmt: skip

# Between a name and the words that speak for it.
LET_THROUGH = {"iraqi", "lebanese", "turkish", "palestinian", "israeli", "ukrainian", "yemeni", "central", "forces", "army", "troops", "their", "the", "a", "an", "and", "its", "town", "city", "besieged", "held", "rebel", "opposition", "nearby", "border", "small", "syrian", "syria", "syrias", "far", "old", "embattled", "divided", "populated", "crowded", "busy", "oil", "rich", "controlled", "regime", "government", "isil", "isis", "is", "ancient", "key", "strategic", "contested", "two", "three", "several", "other"}  # fmt: skip

# First words of longer names, "gate of", "hill of": by themselves they are the place only where no name goes on.
CONSTRUCTS = {"bab", "tal", "tel", "tell", "kafr", "kafar", "kfar", "deir", "dayr", "ain", "ayn", "jisr", "jabal", "jebel", "khan", "ras", "wadi", "beit", "bait", "umm", "um", "sheikh", "shaykh", "marj", "burj", "qalaat", "hosh", "housh", "maarat", "maaret", "maarrat", "marat", "maarret", "maarra", "khirbet", "mazraat"}  # fmt: skip

# Before "on" and a name that the gazetteer lacks: what was attacked.
ATTACKS = {"strike", "strikes", "raid", "raids", "attack", "attacks", "airstrike", "airstrikes", "shelling", "bombardment", "bombing", "assault"}  # fmt: skip

# "The Syrian capital": a city named by its country alone.
CAPITALS = {
    "syrian": "Damascus", "syria's": "Damascus", "syrias": "Damascus", "iraqi": "Baghdad", "iraq's": "Baghdad",
    "lebanese": "Beirut", "lebanon's": "Beirut", "yemeni": "Sanaa", "yemen's": "Sanaa", "ukrainian": "Kyiv",
    "ukraine's": "Kyiv", "libyan": "Tripoli", "libya's": "Tripoli", "sudanese": "Khartoum", "sudan's": "Khartoum",
    "afghan": "Kabul", "afghanistan's": "Kabul",
}  # fmt: skip

# Before "of the capital": it happened beside it.
EDGES = {"edge", "edges", "fringe", "fringes", "suburb", "suburbs", "outskirts", "gates", "countryside"}

# Names of people and units follow.
PERSONS = {"mr", "mrs", "ms", "dr", "president", "minister", "colonel", "col", "general", "gen", "captain", "capt", "sheikh", "abu", "umm", "brigade", "division", "front", "named", "spokesman", "commander"}  # fmt: skip

# "A boy identified as ..." names a person.
CALLED = {"named", "identified", "known"}

# Capitalised words that may stand before a place's name without being part of it.
BEFORE_NAMES = {"syria's", "syrias", "in", "the", "at", "syria", "syrian", "on", "near", "old", "greater", "rural", "eastern", "western", "northern", "southern", "central", "upper", "lower", "new", "and", "of", "from", "a", "city", "town", "village"}  # fmt: skip

# Capitalised words that may stand after a place's name without making it a longer name.
AFTER_NAMES = {
    "in", "on", "at", "and", "the", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april",
    "may", "june", "july", "august", "september", "october", "november", "december", "sana", "afp", "reuters", "ap", "upi", "xinhua", "anadolu", "syria", "countryside", "city", "province", "governorate", "town", "village",
    "street", "square", "refugee", "camp", "old", "sub", "suburbs", "rural", "syrian", "russian", "kurdish", "turkish", "this", "they", "he", "it",
}  # fmt: skip

# After a place's name these make it the name of an institution.
INSTITUTIONS = {
    "war", "family", "families", "clan", "tribe", "brothers", "square", "street", "roundabout", "park", "hotel", "road", "highway",
    "media", "center", "centre", "hospital", "university", "airport", "airbase", "base", "council", "police", "command", "news", "network", "post", "today", "bridge",
    "agreement", "talks", "process", "martyrs", "revolutionary", "shield", "mosque", "prison", "crossing", "dam", "school", "organization", "voice", "military", "platform",
}  # fmt: skip

# After a genitive these make a place the home of an office: "Gaza's health ministry said".
OFFICES = {"ministry", "agency", "authorities", "officials", "police", "governor", "mayor", "council", "defence", "defense", "government"}

# First words of names that are no names by themselves.
NAME_HEADS = {"abu", "umm", "old", "ibrahim"}

# Capitalised words of ordinary English that begin sentences or name other things.
NOT_NAMES = set(
    """
    a an the in on at of and or but for from to by with as it its he she they we his her their this that these those there here when where while who what which
    after before during since until about more most many several some other others another one two three four five six seven eight nine ten at least
    also meanwhile earlier later however although according around among between both all
    syrias houthi houthis hamas fatah taliban
    shiite shiites shia shi'ite shi'a sunni sunnis alawite alawites druze christian christians muslim muslims yazidi ezidi
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri sat sun black red mediterranean
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
    un u n us united nations syrian russian turkish israeli iraqi iranian american british kurdish arab islamic civil defense defence white helmets
    observatory human rights network monitor news agency reuters afp ap sana coalition army forces government opposition rebels rebel regime state
    isis isil is daesh ypg sdf hts pkk nusra front al-qaeda qaeda hezbollah president minister general colonel captain dr mr mrs ms security council
    no not if so such then than now just only even still yet every each any
    abu umm assad bashar mohammad mohammed muhammad mohamed ahmad ahmed ali hassan hussein ibrahim omar khaled khalid mahmoud abdul abdel abdullah yousef youssef suleiman
    residents idp idps displacement police source sources command reporter correspondent according tuesday islamists militants activist people civilians children women men local media sources activists medics officials photo video watch read image
    old new big great high free
    """.split()
)

# Names of places that reports use for something else: a family, a party.
OTHER_MEANINGS = {"Assad", "Hamas"}
