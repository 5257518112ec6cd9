"""English names of regions wider than a place or across governorates: canonical English name, P-codes of admin 1."""

NORTHWEST = ("SY07", "SY02", "SY05", "SY06")
NORTHEAST = ("SY08", "SY11", "SY09")

REGIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("northwest Syria", NORTHWEST, ("northwest syria", "north west syria", "northwestern syria", "north western syria", "syria's northwest", "syrias northwest", "northwest of syria", "north west of syria", "opposition held northwest", "rebel held northwest", "the northwest")),
    ("northeast Syria", NORTHEAST, ("northeast syria", "north east syria", "northeastern syria", "north eastern syria", "north and east syria", "northern and eastern syria", "syria's northeast", "northeast of syria", "syrias northeast")),
    ("north Syria", (*NORTHWEST, *NORTHEAST), ("northern syria", "north syria", "north of syria", "syria's north", "syrias north")),
    ("southern Syria", ("SY12", "SY13", "SY14"), ("southern syria", "south syria", "south of syria", "syria's south", "syrias south", "hauran", "houran")),
    ("eastern Syria", NORTHEAST, ("eastern syria", "east syria", "east of syria", "syria's east", "syrias east", "east of the euphrates")),
    ("central Syria", ("SY04", "SY05"), ("central syria",)),
    ("western Syria", ("SY06", "SY10", "SY07", "SY05", "SY04"), ("western syria", "west syria")),
    ("southwest Syria", ("SY12", "SY14"), ("southwest syria", "southwestern syria", "south west syria", "south western syria", "syria's southwest")),
    ("southeast Syria", ("SY13", "SY04"), ("southeast syria", "southeastern syria")),
    ("Syrian coast", ("SY06", "SY10"), ("syrian coast", "syria's coast", "coastal syria", "coastal region")),
    ("Syrian desert", ("SY04", "SY09", "SY11", "SY05"), ("syrian desert", "badia", "badiya", "syria's desert")),
    ("Syria", (), ("syria", "across syria", "whole of syria", "the country", "across the country", "syria's war", "syrias war", "syrian war")),
    ("Eastern Ghouta", ("SY03",), ("eastern ghouta", "east ghouta", "ghouta", "eastern al ghouta", "eastern gouta")),
    ("Western Ghouta", ("SY03",), ("western ghouta", "west ghouta")),
    ("Jabal al-Zawiya", ("SY07",), ("jabal al zawiya", "jabal zawiya", "jabal al zawiyah", "jabal azzawiya", "zawiya mountain", "zawiya mountains", "jebel al zawiya", "jabal zawia")),
    ("Ghab Plain", ("SY05",), ("ghab plain", "al ghab plain", "sahl al ghab", "al ghab")),
    ("Qalamoun", ("SY03",), ("qalamoun", "qalamun", "kalamoun", "eastern qalamoun", "western qalamoun")),
    ("Golan", ("SY14",), ("golan", "golan heights", "occupied golan")),
    ("Wadi Barada", ("SY03",), ("wadi barada",)),
    ("Jabal al-Akrad", ("SY06",), ("jabal al akrad", "jabal akrad")),
    ("Jabal al-Turkman", ("SY06",), ("jabal al turkman", "jabal turkman", "turkmen mountain")),
    ("Yarmouk Basin", ("SY12",), ("yarmouk basin",)),
    ("Peace Spring area", ("SY08", "SY11"), ("peace spring", "peace spring area")),
    ("Euphrates Shield area", ("SY02",), ("euphrates shield area",)),
    ("de-escalation zone", NORTHWEST, ("de escalation zone", "de escalation zones", "deescalation zone")),
    ("Syrian-Turkish border", (), ("syrian turkish border", "turkish syrian border", "syria turkey border", "turkey syria border", "turkish border", "border with turkey", "turkish frontier")),
    ("Lebanese border", (), ("lebanese border", "lebanese israeli border", "lebanon israel border", "border with lebanon")),
    ("Iraqi border", (), ("iraqi border", "syria iraq border", "border with iraq")),
)
