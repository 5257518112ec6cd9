"""English: people, verbs of killing and injuring, the words around a number, months, weekdays and number words."""

from incidents.parsing.languages.tables import Language, People, Words

PEOPLE = (
    People("children", "child | toddler | baby | infant | newborn | minor | teenager | teen | schoolchild | pupil | kid | youngster | sibling | orphan | adolescent", "children | toddlers | babies | infants | newborns | minors | teenagers | teens | schoolchildren | pupils | kids | youngsters"),
    People("boys", "boy | schoolboy", "boys | schoolboys"),
    People("girls", "girl | schoolgirl", "girls | schoolgirls"),
    People("children", "", "young siblings"),
    People("women", "woman | lady | housewife | midwife | pregnant woman", "women | ladies | females | midwives"),
    People("women", "mother | wife | grandmother | widow | mother-in-law | stepmother | aunt", "mothers | wives | grandmothers", kin=True),
    People("men", "man | gentleman", "men | males"),
    People("men", "father | husband | grandfather | uncle", "fathers | husbands | grandfathers", kin=True),
    People("rescue_workers", "rescuer | first responder | paramedic | firefighter | rescue worker | civil defence worker | civil defense worker | white helmet | ambulance driver", "rescuers | first responders | paramedics | firefighters | rescue workers | civil defence workers | civil defense workers | civil defence volunteers | civil defense volunteers | white helmets | rescue volunteers | civil defence members | ambulance workers", role="civilian"),
    People("medical_workers", "doctor | nurse | medic | surgeon | pharmacist | health worker | medical worker", "doctors | nurses | medics | surgeons | health workers | medical workers | medical staff | hospital staff | healthcare workers", role="civilian"),
    People("media_workers", "journalist | reporter | photographer | cameraman | media activist | correspondent", "journalists | reporters | photographers | media workers | media activists", role="civilian"),
    People("person", "", "dead | deaths | fatalities | bodies | corpses | martyrs", outcome="killed"),
    People("person", "body | corpse | fatality | martyr", "", outcome="killed"),
    People("person", "", "wounded | injured | injuries | wounded people", outcome="injured"),
    People("person", "casualty | victim", "victims", outcome="victim"),
    People("person", "", "missing | missing people", outcome="missing"),
    People("person", "civilian | noncombatant | non-combatant", "civilians | noncombatants | non-combatants", role="civilian"),
    People("person", "person | individual | human being | soul", "people | persons | individuals | souls"),
    People("person", "resident | villager | shepherd | farmer | worker | labourer | laborer | teacher | student | driver | passenger | patient | protester | demonstrator | worshipper | worshiper | shopper | mourner | pilgrim | refugee | migrant | local | citizen | employee | staff member | guard | lawyer | engineer | activist | volunteer | aid worker | humanitarian worker | merchant | trader | vendor | shopkeeper | fisherman | bystander | prisoner | detainee | inmate | hostage | cleric | imam | priest | mayor | official | member of a family | family member | relative | neighbour | neighbor | survivor | tourist | guest | elder | councillor | judge | contractor | mechanic | baker | taxi driver | bus driver | motorcyclist | pedestrian | beekeeper | truffle hunter | hunter | harvester | displaced person | Syrian | Iraqi | Lebanese | Palestinian | Yemeni | Afghan | Kurd | Israeli | Turk | Yazidi | Christian | Russian civilian",
           "residents | villagers | shepherds | farmers | workers | labourers | laborers | teachers | students | drivers | passengers | patients | protesters | demonstrators | worshippers | worshipers | shoppers | mourners | pilgrims | refugees | migrants | locals | citizens | employees | staff | staff members | guards | lawyers | engineers | activists | volunteers | aid workers | humanitarian workers | merchants | traders | vendors | fishermen | bystanders | prisoners | detainees | inmates | hostages | clerics | officials | members | relatives | family members | neighbours | neighbors | survivors | tourists | guests | elders | Syrians | Iraqis | Lebanese | Palestinians | Yemenis | Afghans | Kurds | Israelis | Turks | Yazidis | Christians | adults | displaced people | IDPs | internally displaced people | pedestrians | truffle hunters | harvesters", role="civilian"),
    People("person", "brother | son | cousin | nephew | grandson", "brothers | sons | cousins | nephews | siblings", kin=True, role="civilian"),
    People("female", "sister | daughter | niece | granddaughter", "sisters | daughters | nieces", kin=True, role="civilian"),
    People("person", "fighter | soldier | militant | rebel | insurgent | gunman | terrorist | jihadist | policeman | police officer | officer | commander | militiaman | combatant | attacker | suicide bomber | bomber | troop | serviceman | conscript | sniper | pilot | extremist | Islamist | marine | general | colonel | captain | fighter jet | member of the security forces | security officer | leader | emir | warlord",
           "fighters | soldiers | militants | rebels | insurgents | gunmen | terrorists | jihadists | jihadis | policemen | police officers | police | officers | commanders | militiamen | combatants | attackers | suicide bombers | troops | servicemen | conscripts | pilots | extremists | Islamists | forces | marines | personnel | security forces | mercenaries | leaders | guerrillas | army soldiers | security personnel | security guards | paramilitaries | loyalists", role="fighter"),
)

_OUTCOMES = (
    Words("outcome", "killed | slain | massacred | assassinated | executed | beheaded | murdered | shot dead | gunned down | martyred | slaughtered | stoned to death | tortured to death | burned to death | blown up", "part", "killed"),
    Words("outcome", "killing | claiming the lives of | claimed the lives of | claims the lives of | taking the lives of | took the lives of | cost the lives of | costing the lives of | kills | kill | massacring | executing | murdering | executes | beheading | claimed | claiming", "object", "killed"),
    Words("outcome", "death of | deaths of | killing of | killings of | execution of | murder of | bodies of | body of | remains of | lives of | loss of | martyrdom of | the lives of", "object", "killed"),
    Words("outcome", "died | die | dies | perished | succumbed | dying | lost their lives | lost his life | lost her life | lost life | dead | lifeless | had died | passed away", "after", "killed"),
    Words("outcome", "wounded | injured | hurt | maimed | hospitalised | hospitalized | harmed", "part", "injured"),
    Words("outcome", "wounding | injuring | injures | wounds | maiming | hurting | injure | wound | wounding of | injury of | injuries to | injury to", "object", "injured"),
    Words("outcome", "sustained injuries | suffered injuries | suffered wounds | sustained wounds | was treated for | suffering injuries", "after", "injured"),
    Words("outcome", "missing | disappeared", "after", "missing"),
)

_FRAME = (
    Words("subset", "including | includes | included | among them | among whom | among those | among which | of whom | of which | of them | most of them | mostly | many of them | half of them | all of them | some of them | among the dead | among the killed | among the victims | among the wounded | among the injured | among the casualties | among | of those | comprising | namely | both of them | at least one of them | one of them | two of them | several of them"),
    Words("most", "most | half | nearly half | two-thirds | a third | one third | the majority | majority | most of"),
    Words("others", "others | other | another"),
    Words("under_six", "under the age of six | under six | younger than six | below the age of six | under 6 | below six | under the age of 6"),
    Words("minor", "under the age of | under age"),
    Words("group_split", "killed and wounded | killed or wounded | killed or injured | killed and injured | dead and wounded | dead or wounded | dead and injured | casualties | killed or missing | wounded or killed"),
    Words("addition", "as well as | in addition to | along with | together with | plus | and also | alongside | apart from"),
    Words("negation", "no casualties | no causalities | no injuries | no deaths | no reports of | no one was | nobody was | without casualties | without causing | without any | no victims | no fatalities | were not | was not | did not | no information | there were no | no human | escaped | survived | foiled | not been | unharmed | cannot say whether | no losses"),
    Words("denial", "denied | denies | deny | false | rumours | rumors | fake | hoax | untrue"),
    Words("saying", "said | says | reported | reports | told | added | announced | stated | confirmed | according to | noted | claimed that | wrote | put"),
    Words("toll", "death toll | toll | number of dead | number of deaths | number of people killed | number of those killed | body count | casualty toll | number of victims | number of civilians killed"),
    Words("rises", "rose | rises | risen | climbed | rising | increased | reached | stands at | stood at | jumped | went up | climbs | had reached"),
    Words("first_toll", "earlier put | earlier toll | initial toll | earlier report | earlier reports | previous toll | had earlier | initially | earlier said | a preliminary toll"),
    Words("later_death", "succumbed to | died of his wounds | died of her wounds | died of their wounds | died from his injuries | died of wounds | died later | later died | of his wounds | from wounds | from injuries"),
    Words("accident", "earthquake | quake | cholera | covid | coronavirus | traffic accident | car accident | road accident | drowned | flood | floods | disease | outbreak | epidemic | hunger | starvation | malnutrition | cold | heart attack | stroke | cancer | collision | crashed car | stove | heater | measles | heatwave | dehydration | lightning | avalanche | landslide | typhoon | hurricane | storm | wildfire | natural causes | shipwreck | capsized | overturned | polio | floodwater | snowstorm"),
    Words("future", "threatened to | plotting to | trying to | attempt to | attempted to | in order to | tried to | planned to | would have | aimed to | want to | wanted to | plan to | vowed to | capable of | accused of | to kill"),
    Words("be", "was | were | been | be | being | is | are | got | get | getting"),
    Words("have", "has | have | had | having"),
    Words("left", "left | leaving | leaves | leave"),
    Words("det", "a | an"),
    Words("one", "one | another"),
    Words("poss", "his | her | their | its | the | our | these | those"),
    Words("of", "of"),
    Words("conj", "and | or | &"),
    Words("family", "family | household | families | clan"),
    Words("captive", "abducted | kidnapped | detained | arrested | displaced | rescued | evacuated | released | freed | carrying | housing | hosting | sheltering | employs | employed | captured | fled | flee | home to | registered | trapped | besieged | forced | recruited | trained | need | needs | needing | seized | imprisoned | jailed | sentenced | returned | treated | deployed | sent | live | lives | lived | population | held | holding | hold | missed | joined | with a population of | seen | saved | pulled alive", "other"),
    Words("stop", "in | on | at | by | from | that | who | when | while | after | before | whose | which | since | during | for | with | as | but | if | where | into | to | because | it | he | she | they | we | also | including | against | than | not | will | would | could | can | may | might | then | struck | hit | said | came | inside | outside | across | towards | hospital | province"),
)

_QUANTIFIERS = (
    Words("quantifier", "at least | no fewer than | not less than | no less than | a minimum of | not fewer than", "at_least"),
    Words("quantifier", "or more | at the least | at minimum", "at_least_after"),
    Words("quantifier", "more than | over | upwards of | upward of | in excess of | exceeding | exceeded | above | well over | surpassed | topped | passed", "more_than"),
    Words("quantifier", "about | around | some | nearly | almost | approximately | roughly | an estimated | estimated | close to | near", "about"),
    Words("quantifier", "fewer than | less than | under", "less_than"),
    Words("quantifier", "up to | as many as | at most | no more than", "at_most"),
    Words("between", "between"),
    Words("vague", "several | a number of | some | many | numerous | various | multiple | a few | few | scores more | unspecified number of | an unknown number of | a group of | a handful of | a large number of | many more | unknown number of", value=1),
    Words("vague", "dozens | dozens of | scores | scores of | tens of", value=24),
    Words("vague", "hundreds | hundreds of", value=200),
    Words("vague", "thousands | thousands of", value=2000),
    Words("vague", "tens of thousands | tens of thousands of", value=20000),
    Words("vague", "hundreds of thousands | hundreds of thousands of", value=200000),
    Words("dozen", "dozen"),
    Words("score", "couple"),
)

_NOT_PEOPLE = (
    Words("age_unit", "year-old | years old | years-old | year old | years of age | yr old | yo"),
    Words("month_age_unit", "month-old | months old | day-old | days old | week-old | weeks old"),
    Words("thing", "times | time | day | days | week | weeks | month | months | year | years | hour | hours | minute | minutes | km | kilometre | kilometres | kilometer | kilometers | mile | miles | metre | metres | meter | meters | km2 | percent | per cent | dollars | euros | pounds | tons | tonnes | shell | shells | rocket | rockets | missile | missiles | mortar | mortars | bomb | bombs | barrel | barrels | airstrike | airstrikes | strike | strikes | raid | raids | attack | attacks | round | rounds | sortie | sorties | air | house | houses | home | homes | building | buildings | tent | tents | car | cars | vehicle | vehicles | truck | trucks | bus | buses | tank | tanks | plane | planes | helicopter | helicopters | jet | jets | warplane | warplanes | village | villages | town | towns | city | cities | district | districts | neighbourhood | neighbourhoods | neighborhood | neighborhoods | area | areas | province | provinces | governorate | governorates | country | countries | state | states | hospital | hospitals | school | schools | mosque | mosques | church | churches | market | markets | site | sites | place | places | camp | camps | facility | facilities | centre | centres | center | centers | family | families | case | cases | incident | incidents | massacre | massacres | explosion | explosions | blast | blasts | operation | operations | checkpoint | checkpoints | position | positions | base | bases | group | groups | brigade | brigades | organization | organizations | resolution | resolutions | million | billion | mine | mines | landmine | landmines | device | devices | drone | drones | ambulance | ambulances | road | roads | street | streets | front | fronts | zone | zones | kilograms | kg | litres | ceasefire | truce | degrees | occasion | occasions | violation | violations | point | points | part | parts | bullets | bullet | hectares | acres | phase | kilo | statement | bodies' | square | clip | video | videos | photos | meeting | talks | hours' | suspected | apartments | apartment | shop | shops | drone | war | wars | crossing | crossings | submunitions | bomblets | munitions"),
    Words("percent", "percent | per cent | %"),
)

ENGLISH = Language(
    code="en",
    clitics=False,
    people=PEOPLE,
    words=_OUTCOMES + _FRAME + _QUANTIFIERS + _NOT_PEOPLE,
    units={
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
        "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    },
    teens={},
    tens={"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90},
    hundreds={},
    scales={"hundred": 100, "thousand": 1000, "million": 1_000_000},
    months={
        "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9, "october": 10, "november": 11,
        "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    },
    hijri_months={"muharram": 1, "safar": 2, "rajab": 7, "shaaban": 8, "sha'ban": 8, "ramadan": 9, "shawwal": 10},
    weekdays={
        "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6, "mon": 0, "tues": 1, "wed": 2, "thurs": 3, "fri": 4,
    },
    another=("another", "also", "meanwhile", "separate", "separately", "elsewhere", "earlier", "further", "later", "in addition", "other", "second"),
)
