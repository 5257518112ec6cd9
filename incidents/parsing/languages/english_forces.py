"""English: what armed parties attack with, and the words before it that say whose it is.

Every owner is joined with every asset: "Russian fighter jets", "regime rocket fire".
"""

OWNERS: dict[str, tuple[str, ...]] = {
    "syrian_government": (
        "syrian", "syrian government", "syrian regime", "syrian army", "regime", "government", "regime s", "government s", "assad", "assad s", "assad regime", "assad government",
        "army", "loyalist", "pro government", "pro regime", "pro assad", "syrian air force", "syrian military",
    ),
    "russia": ("russian", "russia s", "moscow s"),
    "turkey": ("turkish", "turkey s", "turkish army", "turkish military"),
    "israel": ("israeli", "israel s", "israeli army", "israeli military"),
    "us_coalition": (
        "us", "u s", "american", "coalition", "us led", "u s led", "us led coalition", "u s led coalition", "american led",
        "us coalition", "anti is coalition", "anti isis coalition", "international coalition",
    ),
    "iran_militias": ("iranian", "iran backed", "iranian backed", "hezbollah"),
    "sdf": ("kurdish", "sdf", "ypg", "kurdish led"),
    "opposition": ("rebel", "opposition", "insurgent", "rebels"),
    "isis": ("isis", "isil", "islamic state", "daesh"),
    "hts": ("hts", "nusra", "nusra front"),
    "unknown": ("unidentified", "unknown"),
}

MIDDLES: tuple[str, ...] = (
    "", "military", "air force", "air", "fighter", "combat", "attack", "war", "helicopter", "heavy", "artillery", "rocket", "missile",
    "mortar", "naval", "suspected", "suicide", "ground", "sniper", "tank", "barrel bomb", "cluster bomb", "barrel", "cluster", "incendiary", "guided", "armed", "unmanned", "military armed",
)

ASSETS: tuple[str, ...] = tuple(
    "warplane warplanes jet jets plane planes aircraft helicopter helicopters gunship gunships bomber bombers drone drones uav uavs "
    "artillery guns tank tanks mortar mortars rocket rockets missile missiles shells shelling bombardment bombardments bombing bombings "
    "bombs strike strikes airstrike airstrikes raid raids attack attacks assault fire gunfire sniper snipers gunners incursion fighters "
    "bombing_raid bombing_raids warship warships barrage barrages projectile projectiles offensive onslaught aggression".split()
)

ADJECTIVES: tuple[str, ...] = ("russian", "turkish", "israeli", "american", "syrian", "iranian")  # alone: "thought to be Russian"

# What comes "from SDF-held areas" is the SDF's.
FIRED_FROM: tuple[str, ...] = (
    "shelling from", "shells from", "fire from", "rockets from", "missiles from", "mortars from", "artillery from", "fired from",
    "launched from", "originating from", "shells fired from", "rockets fired from", "rockets launched from", "gunfire from",
    "bombardment from", "shots from", "sniper fire from", "drone from", "fire coming from", "shells coming from",
)
HOLDERS: dict[str, tuple[str, ...]] = {
    "syrian_government": ("regime", "government", "syrian government", "army"),
    "sdf": ("sdf", "ypg", "kurdish"),
    "opposition": ("rebel", "opposition"),
    "hts": ("hts", "nusra"),
    "isis": ("isis", "isil", "is", "islamic state"),
    "sna": ("sna", "turkish backed", "turkey backed"),
}
HELD: tuple[str, ...] = ("held", "controlled", "run", "areas", "territory", "positions")
