"""English names of those who say it, by kind."""

SOURCES: dict[str, tuple[str, ...]] = {
    "rescue_service": (
        "white helmets", "the white helmets", "syrian civil defence", "syrian civil defense", "syria civil defence", "syria civil defense", "civil defence", "civil defense", "civil defence workers", "civil defense workers", "rescue service", "rescue services", "rescue workers", "rescuers", "rescue teams", "red crescent", "syrian arab red crescent", "red cross", "kurdish red crescent", "first responders",
        "islamic health committee",
    ),
    "monitor": (
        "syrian observatory for human rights", "syrian observatory", "the observatory", "observatory", "sohr", "observatory for human rights", "syrian network for human rights", "snhr", "violations documentation center", "vdc", "local coordination committees", "lcc", "airwars", "human rights watch", "hrw", "amnesty international", "amnesty", "war monitor", "war monitoring group", "monitoring group", "a monitor", "monitor",
        "british based monitor", "britain based monitor", "uk based monitor", "rights group", "rights groups", "raqqa is being slaughtered silently", "rbss", "response coordinators", "syria response coordinators", "response coordination group", "commission of inquiry", "syrians for truth and justice", "watchdog", "documentation center", "syrian human rights committee", "syria justice and accountability", "sound and picture", "local monitors",
    ),
    "media": (
        "sana", "state news agency", "state news agency sana", "state media", "state television", "state tv", "anadolu agency", "anadolu", "reuters", "afp", "agence france presse", "associated press", "ap", "upi", "efe", "tass", "xinhua", "dpa", "al jazeera", "aljazeera", "al arabiya", "north press", "north press agency", "hawar news agency", "hawar", "anha", "enab baladi", "syria tv", "orient news", "orient tv",
        "zaman al wasl", "smart news", "shaam network", "qasioun", "euphrates post", "deir ezzor 24", "deirezzor 24", "elwehda", "local media", "media reports", "national news agency", "aleppo media center", "aleppo media centre", "amc", "bbc", "cnn", "rt", "sputnik", "rudaw", "kurdistan 24", "al manar", "al mayadeen", "al alam", "press tv", "rojava information center", "middle east eye", "correspondent", "sana reporter",
        "sana correspondent", "local media outlets", "esta", "ria", "interfax", "al ikhbariya", "halab today", "baladi news", "step news", "new york times",
    ),
    "officials": (
        "ministry of health", "health ministry", "defense ministry", "defence ministry", "ministry of defense", "ministry of defence", "interior ministry", "ministry of interior", "foreign ministry", "health directorate", "idlib health directorate", "governor", "governor s office", "local council", "security official", "security source", "security sources", "military source", "military sources", "police command", "police", "police source",
        "a source at aleppo police command", "officials", "official", "local official", "health officials", "united nations", "the un", "un", "unicef", "who", "world health organization", "ohchr", "un human rights office", "un office", "ocha", "authorities", "provincial council", "deputy governor", "mayor", "government official", "internal security forces", "state official", "un envoy", "health authorities",
    ),
    "witnesses": ("witnesses", "eyewitnesses", "witness", "eyewitness", "residents", "resident", "locals", "local residents", "survivors", "survivor", "relatives", "local sources", "local source", "villagers", "neighbours", "neighbors"),
    "medics": ("medical source", "medical sources", "medics", "medic", "doctors", "doctor", "hospital officials", "hospital source", "hospital sources", "hospital director", "medical workers", "paramedics", "médecins sans frontières", "medecins sans frontieres", "msf", "doctors without borders", "sams", "syrian american medical society", "a doctor", "nurse", "health workers"),
    "armed_party": ("russian defense ministry", "russian defence ministry", "turkish defense ministry", "turkish defence ministry", "turkey s defense ministry", "turkey s defence ministry", "russian reconciliation center", "russian reconciliation centre", "pentagon", "centcom", "us central command", "u s central command", "amaq", "coalition spokesman", "sdf media center", "israeli military said", "israeli army said"),
    "other": ("activists", "activist", "local activists", "opposition activists", "opposition activist", "activist sources", "media activist", "rights activist", "local sources", "opposition sources", "social media", "syrian opposition", "opposition", "sources", "a source", "the source"),
}

SAYING: tuple[str, ...] = (
    "said", "says", "say", "told", "reported", "reports", "report", "according to", "confirmed", "announced", "added", "documented", "counted", "recorded", "stated", "put the", "quoted", "citing", "cited", "noted", "warned", "spoke of", "estimated", "wrote", "tweeted", "claims", "by", "posted", "published", "statement", "condemned", "expected", "which reports", "describes",
)

WEAK: tuple[str, ...] = (
    "observatory", "monitor", "a monitor", "watchdog", "ap", "rt", "who", "un", "the un", "police", "governor", "official", "officials", "local official", "authorities", "residents", "resident", "locals", "witness", "survivors", "survivor", "relatives", "doctor", "a doctor", "doctors", "medics", "medic", "nurse", "opposition", "sources", "a source", "the source", "activist", "mayor", "correspondent", "ria", "esta", "amnesty",
    "rescue workers", "rescuers", "civil defence", "civil defense", "rescue teams", "red cross", "red crescent", "first responders", "white helmets", "the white helmets", "civil defence workers", "civil defense workers", "rescue service", "syrian opposition", "united nations", "paramedics", "villagers", "neighbours", "neighbors", "health workers", "medical workers", "state media", "social media", "vdc", "amc",
    "foreign ministry", "local council", "report", "survivors", "hawar", "internal security forces",
)
