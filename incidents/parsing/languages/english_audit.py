"""English words that the auditor looks for."""

# "N a day": a rate, not a total.
PER_DAY = ("a day", "per day", "each day", "every day", "daily", "day on average", "an average of")

# The people who were there, not those who were harmed.
PRESENT = (
    "was home to", "is home to", "sheltering", "sheltered", "housing", "housed", "carrying", "were inside", "was carrying", "holding", "accommodating", "accommodated", "with a capacity of", "employed", "employs", "attended by", "were living in",
    "hosting", "hosted", "served", "lived in", "on board",
)

# The number stands without some of those harmed.
EXCLUDING = ("excluding", "except for", "except", "not including", "not counting", "does not include", "do not include", "apart from", "other than those")

# Left out of civilian figures by right: leaving them out is nothing to warn of.
FIGHTERS = ("military", "fighter", "fighters", "soldier", "soldiers", "combatant", "combatants", "militants", "rebels", "troops")

WOMEN = ("women", "woman")
CHILDREN = ("children", "child")
VICTIMS = ("victims", "victim", "killed", "dead", "deaths", "fatalities", "died")
INJURED = ("injured", "wounded", "injuries", "hurt", "casualties")
