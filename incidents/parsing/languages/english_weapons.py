"""English words for weapons, by the code of the list."""

WEAPONS: dict[str, tuple[str, ...]] = {
    "airstrike": (
        "air strike", "air strikes", "airstrike", "airstrikes", "air raid", "air raids", "airraid", "air attack", "air attacks", "aerial attack", "aerial attacks", "aerial bombardment", "aerial bombing",
        "aerial strikes", "air aggression", "aerial aggression", "bombing raid", "bombing raids", "bombing run", "bombing runs", "warplane", "warplanes", "war planes", "fighter jet", "fighter jets", "fighter plane", "fighter planes", "jet fighters", "jets",
        "bombers", "military aircraft", "air bombardment", "bombarded from the air", "aerial", "russian planes", "syrian planes", "government planes", "regime planes", "coalition planes", "coalition aircraft", "regime aircraft",
        "russian aircraft", "government aircraft", "russian jet", "vacuum missiles", "vacuum bombs", "bombed from the air", "air force jets", "planes bombed", "plane bombed", "aircraft bombed", "jets bombed", "a jet", "jet bombed", "jet struck", "jet hit",
        "parachute bombs", "turkish planes", "israeli planes", "israeli jets", "turkish jets", "raids by planes", "helicopter", "helicopters", "helicopter gunship", "helicopter gunships", "gunships", "attack helicopters", "air force", "bombed by planes", "strafed", "aerial raid", "aerial raids", "air assault", "bombardment from the air", "bombed by jets", "coalition raids", "coalition raid", "naval mines dropped", "sea mines",
    ),
    "barrel_bomb": ("barrel bomb", "barrel bombs", "barrel bombing", "barrel bombings", "barrel bombed", "explosive barrels", "explosive barrel", "barrels packed with explosives", "barrels filled with explosives", "barrels of explosives", "barrels"),
    "artillery": (
        "artillery", "artillery shells", "artillery shell", "artillery fire", "artillery shelling", "howitzer", "howitzers", "tank shell", "tank shells", "tank fire", "tank rounds", "tank round", "tanks shelled", "shelled with tanks", "tank shelling",
        "field guns", "cannon", "cannon fire", "hell cannon",
    ),
    "rocket": (
        "rocket", "rockets", "rocket fire", "rocket attack", "rocket attacks", "rocket shell", "rocket shells", "missile", "missiles", "grad", "grads", "katyusha", "surface to surface", "ground to ground", "scud", "rocket launcher",
        "rocket launchers", "rocket propelled grenade", "rocket propelled grenades", "rpg", "ballistic missile", "ballistic missiles",
    ),
    "mortar": ("mortar", "mortars", "mortar shell", "mortar shells", "mortar round", "mortar rounds", "mortar fire", "mortar bombs", "mortar attack"),
    "guided_missile": ("guided missile", "guided missiles", "anti tank missile", "anti tank missiles", "antitank missile", "anti tank guided missile", "atgm", "tow missile", "tow missiles", "kornet", "guided rocket", "wire guided"),
    "drone": ("drone", "drones", "drone strike", "drone strikes", "drone attack", "unmanned aerial vehicle", "unmanned aircraft", "uav", "uavs", "unmanned", "quadcopter", "bayraktar", "suicide drone", "suicide drones", "kamikaze drone", "fpv"),
    "cluster_munition": (
        "cluster munition", "cluster munitions", "cluster bomb", "cluster bombs", "cluster bomblets", "bomblet", "bomblets", "submunition", "submunitions", "cluster rockets", "cluster missiles", "cluster warhead", "cluster warheads",
        "cluster bomb remnant", "cluster munition remnant", "cluster munition remnants", "cluster", "unexploded cluster munition", "unexploded cluster bomb", "unexploded submunition", "unexploded bomblet", "unexploded cluster bomblet",
    ),
    "incendiary": ("incendiary", "incendiaries", "incendiary bombs", "incendiary weapons", "phosphorus", "white phosphorus", "phosphorous", "napalm", "thermite", "napalm like"),
    "chemical": ("chemical", "chemical weapons", "chemical attack", "chemical weapon", "chlorine", "sarin", "poison gas", "toxic gas", "toxic gases", "nerve agent", "nerve gas", "mustard gas", "gas attack", "poisonous gas", "toxic chemicals"),
    "landmine": ("landmine", "landmines", "land mine", "land mines", "mines", "mine explosion", "mine blast", "a mine", "anti personnel mine", "anti personnel mines", "antipersonnel mine", "anti tank mine", "anti vehicle mine", "mine exploded", "mine detonated", "stepped on a mine", "improvised mines", "the mine", "old mine", "mine left", "mine planted", "mine laid", "mine from", "hit a mine", "a mine planted", "naval mine"),
    "ied": (
        "ied", "ieds", "improvised explosive device", "improvised explosive devices", "explosive device", "explosive devices", "roadside bomb", "roadside bombs", "roadside bombing", "bomb planted", "bombs planted", "device planted", "device exploded", "device detonated", "device went off", "device placed", "planted bomb", "bomb blast", "bomb blasts", "bomb attack", "bomb attacks",
        "suicide bomber", "suicide bombers", "suicide bombing", "suicide bombings", "suicide attack", "suicide attacks", "suicide belt", "explosive belt", "explosive belts", "explosive vest", "suicide vest", "bomb exploded", "bombs exploded", "bomb went off", "bomb explosion",
        "twin bombings", "double bombing", "twin blasts", "blew himself up", "blew themselves up", "blew herself up", "hand grenade", "grenade", "grenades", "sticky bomb", "planted explosives", "bomb ripped", "bomb tore", "a bomb", "explosive charge", "explosive charges",
        "detonated his explosives", "detonated explosives", "bomb hidden", "bombing of", "bombs",
    ),
    "car_bomb": (
        "car bomb", "car bombs", "car bomber", "car bombers", "truck bomber", "car bombing", "car bombings", "truck bomb", "truck bombs", "truck bombing", "vehicle bomb", "vehicle borne", "vbied", "svbied", "motorcycle bomb", "motorbike bomb", "booby trapped car", "booby trapped vehicle", "booby trapped truck", "booby trapped motorcycle",
        "booby trapped motorbike", "explosives laden", "explosive laden", "car packed with explosives", "truck packed with explosives", "car rigged with explosives", "rigged car", "rigged motorcycle", "bus bomb", "car laden with explosives", "truck laden with explosives", "bomb in a car",
        "bomb placed in a car", "bomb planted in a car", "bomb attached to a car", "bomb under a car", "car loaded with explosives", "truck loaded with explosives", "tanker bomb", "explosive rigged", "bomb laden car", "bomb rigged", "car exploded", "bomb placed in a vehicle",
    ),
    "small_arms": (
        "gunfire", "gunshot", "gunshots", "gunshot wounds", "gunmen", "gunman", "shot", "shot dead", "shot and killed", "shooting", "shootings", "opened fire", "open fire", "opening fire", "sniper", "snipers", "sniper fire", "sniped", "bullet", "bullets", "machine gun", "machine guns", "machine gun fire", "automatic weapons",
        "live ammunition", "live fire", "live rounds", "small arms", "rifle", "rifles", "fired at", "fired on them", "crossfire", "exchange of fire", "pistol", "gun attack", "gunned down", "kalashnikov", "assault rifles",
    ),
    "shelling": ("shelling", "shelled", "shells", "shell", "bombardment", "bombarded", "bombarding", "bombardments", "projectile", "projectiles", "heavy weapons", "fire struck", "fire hit", "shellfire", "shell fire"),
    "execution": ("executed", "execution", "executions", "execute", "executing", "summarily killed", "beheaded", "beheading", "beheadings", "firing squad", "summary execution", "summary executions", "extrajudicially killed", "crucified", "throats slit", "slit their throats", "hanged"),
    "torture": ("torture", "tortured", "torturing", "under torture", "tortured to death"),
    "stabbing": ("stabbed", "stabbing", "stabbings", "knife", "knives", "knife attack", "bladed"),
    "other": (
        "unexploded ordnance", "unexploded", "uxo", "explosive remnants", "remnants of war", "war remnants", "explosive remnant", "remnant of war", "war remnant", "remnants of", "arson", "set fire", "set on fire", "burned alive", "burnt alive", "poisoned", "poisoning", "torched", "leftover ordnance",
        "unexploded shell", "unexploded shells", "unexploded rocket", "unexploded bomb", "unexploded missile", "unexploded mortar", "unexploded device", "unexploded grenade", "unexploded munition", "unexploded munitions", "beaten to death", "plane crashed", "helicopter crashed", "crashing aircraft", "tear gas", "run over", "ramming", "left over from",
        "molotov", "petrol bomb",
    ),
}

# What looks like a weapon and is none.
NOT_WEAPONS: tuple[str, ...] = (
    "air force intelligence", "air defence", "air defences", "air defense", "air defenses", "missile defense", "missile defence", "ceasefire", "cease fire", "shot down", "shooting down", "shot video", "screenshot", "shot footage", "cluster of", "execution of the plan", "anti aircraft missile", "mine clearance", "de mining", "demining",
    "mine of", "mine field", "chemical weapons watchdog", "prohibition of chemical weapons", "chemical engineer", "chemical plant", "chemical arsenal", "photo shot", "a shot", "long shot", "human shields", "bomb shelter", "bomb shelters", "bomb squad", "bomb disposal", "shell of", "shell shocked", "death penalty",
    "anti aircraft", "surveillance drone", "surveillance drones", "reconnaissance drone", "reconnaissance drones", "rocket science", "dropped by drone footage", "drone footage", "drone video", "drone images", "cross the front", "gold mine", "coal mine", "salt mine", "executive",
    "surface to air missile", "surface to air missiles", "ground to air", "nuclear", "missile program", "weapons of mass",
)

SUSPECTED: tuple[str, ...] = (
    "suspected", "believed to", "believed", "thought to", "apparently", "apparent", "likely", "probably", "possibly", "possible", "alleged", "allegedly", "presumed", "appears to", "appeared to", "may have", "might have", "purported",
)

DISPUTED: tuple[str, ...] = ("denied", "denies", "deny", "denying", "denial", "rejected", "no evidence", "not responsible", "disputed", "refuted")

# Aircraft without a word for a raid: with barrel bombs or drones named beside them they say nothing more.
VEHICLES: tuple[str, ...] = (
    "helicopter", "helicopters", "helicopter gunship", "helicopter gunships", "gunships", "attack helicopters", "air force", "strafed",
    "warplane", "warplanes", "war planes", "fighter jet", "fighter jets", "fighter plane", "fighter planes", "jet fighters", "jets", "bombers", "military aircraft", "russian planes", "syrian planes", "government planes", "regime planes",
    "coalition planes", "coalition aircraft", "regime aircraft", "russian aircraft", "government aircraft", "russian jet", "planes bombed", "plane bombed", "aircraft bombed", "jets bombed", "a jet", "jet bombed", "jet struck", "jet hit", "aerial", "turkish jets", "turkish planes", "israeli jets", "israeli planes",
)

# Words so wide that any other weapon named in the same passage is what they mean.
VAGUE: tuple[str, ...] = (
    "bomb blast", "bomb blasts", "bomb attack", "bomb attacks", "suicide bomber", "suicide bombers", "suicide bombing", "suicide bombings", "suicide attack", "suicide attacks", "bomb exploded", "bombs exploded", "bomb went off", "bomb explosion",
    "twin bombings", "double bombing", "twin blasts", "blew himself up", "blew themselves up", "blew herself up", "a bomb", "bombing of", "bombs", "remnants of", "explosive remnants", "remnants of war", "war remnants", "remnant of war", "war remnant", "explosive remnant", "projectile", "projectiles", "heavy weapons", "set fire", "set on fire", "left over from",
)
