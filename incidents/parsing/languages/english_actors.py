"""English names of armed parties, by the code of the list, in the forms that say who did it."""

ACTORS: dict[str, tuple[str, ...]] = {
    "syrian_government": (
        "left by the former regime", "left behind by the former regime", "planted by the former regime", "laid by the former regime", "remnants of the former regime", "remnants of the ousted regime", "left behind by the regime", "planted by the ousted regime", "left behind by the ousted regime", "remnants of the assad regime", "left by the assad regime", "planted by assad s forces", "pro government militia", "pro government militias", "pro government militiamen", "pro government gunmen", "pro government fighters", "pro regime militia", "pro regime militias", "pro regime militiamen", "troops loyal to president", "troops loyal to bashar", "troops loyal to assad", "forces loyal to assad", "soldiers loyal to president", "militia loyal to president", "militiamen loyal to president", "gunmen loyal to president", "security forces", "regime forces", "government forces", "syrian army", "syrian arab army", "syrian government", "syrian regime", "assad regime", "assads regime", "assad s regime", "assad s forces", "assads forces", "assad forces", "syrian air force", "government air strikes", "government airstrikes", "government air raids", "government airstrike",
        "regime air strikes", "regime airstrikes", "regime air strike", "regime airstrike", "regime helicopters", "regime helicopter", "government helicopters", "government helicopter", "regime artillery", "government artillery", "regime warplanes", "government warplanes", "regime jets", "government jets", "regime aircraft", "government aircraft",
        "government planes", "regime planes", "syrian warplanes", "syrian jets", "syrian planes", "syrian helicopters", "army helicopters", "army artillery", "regime shelling", "government shelling", "regime bombardment", "government bombardment", "army shelling", "syrian troops", "government troops", "regime troops", "syrian forces", "syrian government forces",
        "pro government forces", "pro regime forces", "pro assad forces", "bashar regime", "regime", "regime s", "loyalist forces", "government snipers", "regime snipers", "regime attack", "regime attacks", "government attack", "government attacks", "government rockets", "regime rockets", "presidents forces", "president s forces", "syria s government", "syrias government",
        "syrian military", "government strikes", "regime strikes", "regime raids", "government raids", "syria s army", "syrian security forces", "shabiha", "forces loyal to president", "forces loyal to bashar", "government mortar", "syrian air raids", "syrian air strikes", "syrian airstrikes", "syrian artillery", "damascus regime",
        "assad s troops", "assad s army", "state security forces", "government fire", "regime fire", "regime s forces", "4th division", "fourth division", "republican guard", "national defence forces", "national defense forces", "tiger forces", "general security", "the army", "troops", "by the army", "the army s", "army s guns", "army guns", "of the security forces", "government tank", "government tanks", "government shells", "government guns", "government sniper", "regime sniper", "regime tanks",
        "government prison", "government prisons", "regime prison", "regime prisons", "government jail", "government jails", "regime jail", "regime jails",
        "government detention", "regime detention", "government custody", "regime custody",
        "government positions", "regime positions", "positions of government forces", "positions of the regime", "army positions",
    ),
    "russia": (
        "russian troops", "russian army", "russian soldiers", "russian occupiers", "russian invaders", "russian jets", "russian jet", "russian warplanes", "russian warplane", "russian air strikes", "russian air strike", "russian airstrikes", "russian airstrike", "russian air raids", "russian air raid", "russian strikes", "russian strike", "russian plane", "russian planes", "russian aircraft", "russian forces", "russian bombing", "russian bombardment", "russian raids", "russian missiles",
        "russia s air force", "russian fighter jets", "russian bombers", "russian military", "russian air force", "russian missile", "russian helicopters", "russian attack", "russian attacks", "russian drones", "by russia", "russia",
    ),
    "iran_militias": (
        "iran backed militiamen", "iranian backed militiamen", "iranian backed fighters", "iranian backed groups", "iranian militiamen", "pro iranian militiamen", "tehran backed", "shiite militiamen", "shia militiamen", "shiite fighters", "lebanese hezbollah", "afghan militia", "iranian militias", "iranian militia", "iran backed militias", "iran backed militia", "iranian backed militias", "iranian backed militia", "iran backed fighters", "iran backed groups", "irgc", "revolutionary guard", "revolutionary guards", "hezbollah fighters", "hezbollah", "hizbollah", "hizbullah", "shiite militias", "shia militias", "shiite militia", "shia militia", "fatemiyoun",
        "zainabiyoun", "pro iranian militias", "pro iran militias", "pro iranian", "iranian forces", "quds force", "popular mobilization forces", "kataib hezbollah",
    ),
    "us_coalition": (
        "us led coalition", "u s led coalition", "us coalition", "u s coalition", "american led coalition", "united states led coalition", "international coalition", "global coalition", "coalition airstrike", "coalition airstrikes", "coalition air strike", "coalition air strikes", "coalition strikes", "coalition strike", "coalition air raids", "coalition air raid", "coalition warplanes", "coalition jets",
        "coalition aircraft", "coalition planes", "coalition forces", "coalition", "us airstrike", "us airstrikes", "us air strike", "us air strikes", "u s air strikes", "u s airstrikes", "u s airstrike", "u s air strike", "american airstrike", "american airstrikes", "american air strikes", "american warplanes", "us warplanes", "us forces", "u s forces", "american forces", "us drone", "us drones", "u s drone",
        "american drone", "us military", "u s military", "us raid", "u s raid", "us strikes", "u s strikes", "us strike", "u s strike", "us led", "u s led", "american strikes", "american strike", "american troops", "us troops",
    ),
    "turkey": (
        "turkish army", "turkish forces", "turkish military", "turkish troops", "turkish soldiers", "turkish artillery", "turkish shelling", "turkish shells", "turkish bombardment", "turkish airstrike", "turkish airstrikes", "turkish air strike", "turkish air strikes", "turkish air raid", "turkish air raids", "turkish strikes", "turkish strike", "turkish drone", "turkish drones", "turkish warplanes",
        "turkish warplane", "turkish jets", "turkish planes", "turkish border guards", "turkish border guard", "turkish gendarmes", "turkish gendarmerie", "turkish gendarme", "jandarma", "turkish occupation", "turkish state", "turkish bombing", "turkish rockets", "turkish fire", "turkish tanks", "turkish mortar", "turkish attack", "turkish attacks", "turkish unmanned", "turkish heavy weapons", "turkish aircraft",
        "turkey s army", "turkey s forces", "turkish led", "turkish helicopter", "turkish helicopters", "turkish sniper", "turkish snipers", "turkey",
    ),
    "sdf": (
        "sdf", "fire from sdf held", "syrian democratic forces", "ypg", "ypj", "ypg pkk", "pkk ypg", "peoples protection units", "people s protection units", "kurdish fighters", "kurdish forces", "kurdish led forces", "kurdish militia", "kurdish militias", "asayish", "kurdish units", "manbij military council", "afrin liberation forces", "deir ezzor military council", "kurdish led sdf", "kurdish militants",
    ),
    "opposition": (
        "rebels", "rebel", "rebel fighters", "rebel forces", "rebel shelling", "rebel rockets", "rebel fire", "rebel groups", "rebel factions", "opposition fighters", "opposition forces", "opposition factions", "opposition groups", "opposition rebels", "armed opposition", "free syrian army", "fsa", "jaish al islam", "jaysh al islam", "faylaq al rahman", "failaq al rahman", "jaish al fatah",
        "jaysh al fatah", "jaish al fateh", "army of conquest", "ahrar al sham", "nour al din al zenki", "nour al din al zinki", "nureddin al zinki", "levant front", "islamic front", "insurgents", "insurgent", "national front for liberation", "national liberation front", "opposition fire", "syrian rebels", "islamist rebels", "jihadist rebels",
    ),
    "sna": (
        "syrian national army", "sna", "turkish backed factions", "turkish backed rebels", "turkish backed fighters", "turkish backed forces", "turkish backed opposition", "turkish backed syrian", "turkish backed groups", "turkey backed factions", "turkey backed rebels", "turkey backed fighters", "turkey backed forces", "turkey backed opposition", "turkey backed", "turkish backed", "ankara backed",
        "pro turkish", "pro turkey", "factions backed by turkey", "rebels backed by turkey", "fighters backed by turkey", "factions allied with turkey", "opposition factions allied with them", "allied opposition factions", "allied syrian factions", "opposition factions allied", "hamza division", "sultan murad", "sultan suleiman shah", "ahrar al sharqiya", "euphrates shield", "forces backed by turkey", "proxies of turkey",
        "turkish proxies",
    ),
    "hts": ("hts", "hayat tahrir al sham", "tahrir al sham", "hay at tahrir al sham", "hayat tahrir al-sham", "al nusra front", "nusra front", "al nusra", "nusra", "jabhat al nusra", "jabhat fateh al sham", "jabhat fatah al sham", "fateh al sham front", "fatah al sham front", "fateh al sham", "qaeda branch in the levant", "al qaeda linked nusra"),
    "isis": (
        "isis", "isil", "daesh", "islamic state", "islamic state group", "islamic state militants", "islamic state in iraq and syria", "islamic state of iraq and the levant", "islamic state of iraq and syria", "is militants", "is fighters", "is group", "is jihadists", "is cells", "isis cells", "daesh terrorist group", "daesh terrorists", "isis militants", "isis fighters", "isil militants", "isil fighters",
        "is extremists", "is snipers", "is attack", "so called islamic state",
    ),
    "israel": (
        "israeli army", "israeli enemy", "israeli forces", "israeli military", "israeli airstrike", "israeli airstrikes", "israeli air strike", "israeli air strikes", "israeli air raid", "israeli air raids", "israeli raid", "israeli raids", "israeli strike", "israeli strikes", "israeli drone", "israeli drones", "israeli warplanes", "israeli warplane", "israeli jets", "israeli planes", "israeli aircraft", "israeli shelling",
        "israeli artillery", "israeli fire", "israeli troops", "israeli soldiers", "israeli missiles", "israeli missile", "israeli attack", "israeli attacks", "israeli bombardment", "israeli occupation", "israeli tank", "israeli tanks", "israel", "idf", "israeli patrol", "israeli sniper", "israeli gunfire", "israeli bombing",
    ),
    "unknown": (
        "not immediately clear who", "whose source is not known", "source is not known", "source was not known", "could not be identified", "not able to identify", "unable to identify", "was not identified", "were not identified", "unclear if the raids", "unclear if the strikes", "unclear if the raid", "unclear if the strike", "unclear whether the raid", "unclear whether the strike", "unclear if the air", "unclear if the attack", "unclear whether the raids", "unclear whether the strikes", "unclear whether the air", "unclear whether the attack", "unclear whose", "unclear whom", "unclear which side", "not clear who", "not clear which", "unclear who was behind", "unknwon", "unknown group", "unknown attacker", "unidentified attacker", "unidentified gunman", "unknown gunman", "unidentified assailant", "masked gunmen", "unidentified forces", "unknown forces", "unidentified helicopter", "unidentified jets", "unknown jets", "unknown source", "unidentified source", "unknown gunmen", "unidentified gunmen", "unidentified assailants", "unknown assailants", "unidentified attackers", "unknown attackers", "unknown persons", "unidentified persons", "unknown party", "unidentified armed", "unknown armed", "unidentified aircraft", "unknown aircraft", "unidentified warplanes", "unknown warplanes", "unidentified", "unknown perpetrators", "unknown origin",
        "unidentified drone", "unknown drone", "is unknown", "was unknown", "remained unknown", "remains unknown", "still unknown", "clear who fired", "clear who was behind", "not known who", "unknown who", "unknown individuals", "by unknown", "unclear who", "could not establish who", "not establish who", "nobody has identified", "no one has identified", "not been identified", "unknown people", "unidentified planes", "unidentified men", "unknown men", "masked men",
    ),
}

# Two parties in one phrase.
# A country's name is the one who did it only beside a word of attack.
COUNTRIES: tuple[str, ...] = ("russia", "turkey", "israel", "security forces", "the army", "troops")
ATTACKING: tuple[str, ...] = (
    "by", "bombed", "bombs", "struck", "strikes", "shelled", "hit", "attacked", "launched", "carried out", "conducted", "killed", "raided", "targeted", "fired", "blamed on", "blamed", "bombarded", "resumed", "pounded", "shot", "opened fire", "opening fire", "executed", "detonated", "planted", "ambushed", "stormed", "beheaded",
)

PAIRS: dict[str, tuple[str, ...]] = {
    "syrian or russian": ("syrian_government", "russia"),
    "russian or syrian": ("syrian_government", "russia"),
    "syrian and russian": ("syrian_government", "russia"),
    "russian and syrian": ("syrian_government", "russia"),
    "regime and russian": ("syrian_government", "russia"),
    "russian and regime": ("syrian_government", "russia"),
    "regime or russian": ("syrian_government", "russia"),
    "russian or regime": ("syrian_government", "russia"),
    "government and russian": ("syrian_government", "russia"),
    "government or russian": ("syrian_government", "russia"),
    "syrian and allied russian": ("syrian_government", "russia"),
    **{
        f"{one} {link} {other}": ("syrian_government", "russia")
        for link in ("and", "or")
        for regime in ("assad regime", "syrian regime", "syrian government", "syrian army")
        for one, other in ((regime, "russian"), ("russian", regime), (f"{regime} forces", "russian"))
    },
    "turkish and opposition": ("turkey", "sna"),
    "turkish and allied": ("turkey", "sna"),
}

# Named, but no party of the list or not as the one who did it: so that a longer name is not read as a shorter one.
NOT_ACTORS: tuple[str, ...] = (
    "coalition of", "arab coalition", "saudi led coalition", "arab led coalition", "saudi coalition", "coalition of arab states", "syrian observatory", "syrian network", "syrian civil defence", "syrian civil defense", "syrian capital", "syrian city", "syrian province", "syrian town", "syrian village", "syrian border", "syrian children", "syrian civilians", "syrian refugees", "syrian refugee", "syrian people", "syrian state",
    "syrian state media", "syrian state news", "syrian arab news agency", "syrian conflict", "syrian war", "syrian civil war", "syrian crisis", "syrian president", "syrian opposition", "syrian national coalition", "syrian red crescent", "syrian arab red crescent", "syrian women", "syrian man", "syrian woman", "syrian family", "syrian families", "syrian men", "syrian girl", "syrian boy", "syrian child",
    "syrian workers", "syrian activists", "syrian activist", "syrian bastion", "syrian media", "syrian territory", "syrian soil", "syrian desert", "syrian coast", "syrian side", "syrian turkish border", "turkish syrian border", "turkish border", "turkish side", "turkish officials", "turkish president", "turkish foreign", "turkish defense ministry", "turkish defence ministry", "turkish media", "turkish hospital", "turkish hospitals", "turkish territory",
    "turkish soil", "turkish town", "turkish city", "turkish province", "turkish government", "turkish police", "turkish authorities", "turkish news", "turkish state media", "turkish lira", "turkish prime minister", "turkish held", "turkish controlled", "russian foreign", "russian defense ministry", "russian defence ministry", "russian ministry", "russian president", "russian embassy", "russian media", "russian news", "russian reconciliation", "russian ambassador",
    "russian military police", "russian base", "russian officials", "russian backed", "russia backed", "israeli border", "israeli media", "israeli officials", "israeli prime minister", "israeli side", "israeli territory", "israeli occupied", "israel s prime minister", "israeli settlers", "israeli settlement", "israeli hospital", "israeli hospitals", "unidentified body", "unidentified bodies", "unknown number", "unidentified corpses", "unidentified remains", "rebel run", "houthi rebels", "houthi rebel", "rebel held", "rebel controlled",
    "rebel stronghold", "rebel enclave", "rebel territory", "rebel areas", "rebel area", "rebel backer", "rebel on rebel", "opposition held", "opposition controlled", "opposition area", "opposition areas", "regime held", "regime controlled", "regime areas", "regime area", "government held", "government controlled", "government areas", "regime supporters", "isil held", "isis held", "is held", "islamic state held", "daesh held", "isil controlled", "isis controlled", "is controlled",
    "sdf held", "sdf controlled", "ypg held", "hts held", "hts controlled", "hezbollah linked", "free syrian army offshoot", "national coalition", "opposition coalition", "syrian national coalition", "opposition activist", "opposition activists", "opposition syrian observatory", "syria s war", "syrias war", "syria s", "syrias", "in syria", "northern syria", "southern syria", "eastern syria", "western syria", "northwest syria", "northeast syria", "northwestern syria", "northeastern syria", "north western syria", "north eastern syria", "central syria", "across syria",
    "of syria", "from syria", "to syria", "on syria", "inside syria", "into syria", "for syria", "north of syria", "iraq and syria", "syria revolutionaries front", "syria tv", "syria direct", "syria civil defence", "syria civil defense", "syria campaign", "to russia", "from russia", "with russia", "in russia", "that russia", "in turkey", "from turkey", "to turkey", "with turkey", "southern turkey", "former regime", "toppled regime", "ousted regime", "deposed regime",
    "under the regime", "russian and turkish troops run", "in israel", "from israel", "to israel", "with israel", "northern israel", "israel occupied", "israeli occupied golan",
)

# Right before a party's name: the party holds the place, is the target or the victim, but did not do it.
NOT_DOING: tuple[str, ...] = (
    "held by president bashar al", "controlled by president bashar al", "held by president", "controlled by president", "including", "belonging to", "branch of", "wing of", "defeat of", "fall of", "fight against", "war against", "holdout of", "holdouts of", "bastion of", "capital of",
    "controlled by", "control of", "held by", "run by", "against", "seized by", "besieged by", "under", "fighting", "targeting", "stronghold of", "areas of", "positions of", "from areas of", "held mainly by", "captured by", "governed by", "taken from", "recaptured from", "retaken from", "freed of", "freed from", "areas held by", "land held by", "between", "near the", "loyal to", "spokesman for", "opposed to", "allied to",
    "allied with", "supporter of", "supporters of", "backed by", "by local", "prisons of", "ruled by", "members of", "fighters of", "member of", "commander of", "families of", "relatives of", "areas which", "controls", "opposing", "battling", "critical of", "attack on", "attacks on", "strikes on", "raids on", "strike on", "bombed", "driving out", "drove", "expel", "expelled", "militants from", "fighters from", "deaths of", "clashes with", "joined", "the area run jointly by", "no", "city from", "town from", "village from", "it from", "territory from", "areas from", "area from", "villages from", "towns from", "further into", "mediated by", "brokered by", "sponsored by", "signed by", "guaranteed by", "frequented by", "inhabited by", "occupied by",
)

# A party that says something is a source, not the one who did it.
SAYING_AFTER: tuple[str, ...] = ("said", "says", "announced", "denied", "confirmed", "reported", "told", "stated", "condemned", "bastion", "s bastion", "s syrian bastion", "stronghold", "s stronghold", "strongholds", "enclave", "s de facto", "s last", "s former", "operatives", "headquarters", "commanders", "leaders", "claimed that", "accused", "responded", "added", "vowed")
RESPONSIBILITY: tuple[str, ...] = ("claimed responsibility", "claimed the attack", "claimed the bombing", "took responsibility", "responsibility for the", "was behind the attack", "was behind", "said it carried out", "said its fighters")
SAYING_BEFORE: tuple[str, ...] = ("according to the", "according to", "told the")

# Helicopters that drop barrel bombs are the government's, whoever is not named.
HELICOPTERS: tuple[str, ...] = ("helicopter", "helicopters")
BARRELS: tuple[str, ...] = ("barrel", "barrels")
