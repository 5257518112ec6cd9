"""What the desk shows for each of the auditor's flags: a message in English and in Arabic, filled with the flag's params.

``outcome`` and ``group`` params are codes (``killed``, ``children``): ``WORDS`` gives them in each language.
``SUGGESTIONS`` puts a flag's suggestion into words.
"""

MESSAGES: dict[str, dict[str, str]] = {
    "text_cut": {
        "en": "Only the first {read} of the text's {length} characters were read. Enter the rest as a report of its own.",
        "ar": "قُرئ أول {read} حرف فقط من أصل {length} في النص. أدخل بقيته في بلاغ مستقل.",
    },
    "subset_exceeds_total": {
        "en": "{parts} counted among {total} {outcome}: a part cannot be larger than the whole. A number is misprinted or misread.",
        "ar": "ذُكر {parts} من أصل {total} ({outcome})، ولا يمكن أن يزيد الجزء على الكل. أحد الأرقام مطبوع أو مقروء خطأً.",
    },
    "parts_do_not_sum": {
        "en": "Men, women and children add up to {sum}, but the text says {total} {outcome} (difference {difference}).",
        "ar": "مجموع الرجال والنساء والأطفال {sum}، بينما يذكر النص {total} ({outcome}). الفارق {difference}.",
    },
    "percentage_does_not_fit": {
        "en": "The text says {stated} %, but its own numbers give {computed} %.",
        "ar": "يذكر النص نسبة {stated}٪، بينما تعطي أرقامه نفسها {computed}٪.",
    },
    "weekday_contradicts_date": {
        "en": "{date} was not the weekday that the text names: it was a {weekday}.",
        "ar": "يوم {date} لا يوافق اسم اليوم المذكور في النص، فقد كان يوم {weekday}.",
    },
    "date_after_publication": {
        "en": "The date {date} lies after the day of publication, {published_on}.",
        "ar": "التاريخ {date} يأتي بعد تاريخ النشر {published_on}.",
    },
    "dead_and_injured_added": {
        "en": "{number} is the dead and the injured together ({killed} + {injured}), not a number of dead.",
        "ar": "الرقم {number} يجمع القتلى والجرحى معاً ({killed} + {injured})، وليس عدد القتلى.",
    },
    "mixed_total": {
        "en": "{number} counts the dead and the injured together; the text does not say how many of each.",
        "ar": "الرقم {number} يشمل القتلى والجرحى معاً، ولا يذكر النص عدد كل منهما.",
    },
    "nested_periods": {
        "en": "The {inner} {outcome} of {inner_start} to {inner_end} lie inside the {outer} of {outer_start} to {outer_end}. Do not add them.",
        "ar": "الرقم {inner} ({outcome}) للفترة من {inner_start} إلى {inner_end} داخلٌ في الرقم {outer} للفترة من {outer_start} إلى {outer_end}، فلا يُجمعان.",
    },
    "months_exceed_year": {
        "en": "The months of {year} add up to {sum} {outcome}, more than the {total} that the text gives for the whole year.",
        "ar": "مجموع أشهر عام {year} هو {sum} ({outcome})، وهو أكثر من {total} المذكور للعام كله.",
    },
    "part_of_period_exceeds_whole": {
        "en": "{inner} {outcome} in a shorter period are more than the {outer} of the longer period that holds it.",
        "ar": "الرقم {inner} ({outcome}) لفترة أقصر يزيد على الرقم {outer} للفترة الأطول التي تشملها.",
    },
    "incidents_exceed_claim": {
        "en": "The attacks told for this period add up to {sum} {outcome}, more than the {total} claimed for it.",
        "ar": "مجموع ضحايا الهجمات المذكورة لهذه الفترة {sum} ({outcome})، وهو أكثر من {total} المعلن لها.",
    },
    "rate_per_day": {
        "en": "{number} is a number a day, not a total.",
        "ar": "الرقم {number} معدل يومي، وليس مجموعاً.",
    },
    "rate_does_not_fit": {
        "en": "{number} a day does not fit {total} in {days} days, which is about {computed} a day.",
        "ar": "المعدل {number} في اليوم لا يوافق {total} خلال {days} يوماً، أي نحو {computed} في اليوم.",
    },
    "excludes_part": {
        "en": "The text leaves some victims out of a number (“{words}”). The total is larger than the number.",
        "ar": "يستثني النص بعض الضحايا من أحد الأرقام («{words}»)، فالمجموع أكبر من الرقم.",
    },
    "people_present": {
        "en": "{number} is the number of people who were there, not of those harmed.",
        "ar": "الرقم {number} هو عدد من كانوا في المكان، وليس عدد الضحايا.",
    },
    "figures_conflict": {
        "en": "The text gives {low} and {high} for the same {outcome}.",
        "ar": "يذكر النص {low} و{high} للعدد نفسه ({outcome}).",
    },
}

SUGGESTIONS: dict[str, dict[str, str]] = {
    "subset_exceeds_total": {
        "en": "The other numbers of the text leave {total} for the total.",
        "ar": "بقية أرقام النص تُبقي {total} للمجموع.",
    },
    "parts_do_not_sum": {
        "en": "With {value} {group} the parts add up.",
        "ar": "يستقيم المجموع إذا كان العدد {value} ({group}).",
    },
    "weekday_contradicts_date": {
        "en": "The nearest such weekday is {date}.",
        "ar": "أقرب يوم بهذا الاسم هو {date}.",
    },
    "dead_and_injured_added": {
        "en": "Enter {killed} killed and {injured} injured.",
        "ar": "يُدخل {killed} قتيلاً و{injured} جريحاً.",
    },
    "rate_does_not_fit": {
        "en": "The total and the period give {number} a day.",
        "ar": "المجموع والفترة يعطيان {number} في اليوم.",
    },
    "percentage_does_not_fit": {
        "en": "By the numbers it is {stated} %.",
        "ar": "بحسب الأرقام تكون النسبة {stated}٪.",
    },
}

WORDS: dict[str, dict[str, str]] = {
    "killed": {"en": "killed", "ar": "قتلى"},
    "injured": {"en": "injured", "ar": "جرحى"},
    "missing": {"en": "missing", "ar": "مفقودون"},
    "children": {"en": "children", "ar": "أطفال"},
    "women": {"en": "women", "ar": "نساء"},
    "men": {"en": "men", "ar": "رجال"},
    "total": {"en": "in all", "ar": "المجموع"},
    "monday": {"en": "Monday", "ar": "الاثنين"},
    "tuesday": {"en": "Tuesday", "ar": "الثلاثاء"},
    "wednesday": {"en": "Wednesday", "ar": "الأربعاء"},
    "thursday": {"en": "Thursday", "ar": "الخميس"},
    "friday": {"en": "Friday", "ar": "الجمعة"},
    "saturday": {"en": "Saturday", "ar": "السبت"},
    "sunday": {"en": "Sunday", "ar": "الأحد"},
}

