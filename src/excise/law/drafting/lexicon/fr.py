"""French."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="fr",
    common="le la les de des du et à en un une que qui dans pour sur par est au aux ce cette il ne pas son sa "
    "ses plus avec sont ont été",
    modifiers_after=True,
    months={
        "janvier": 1,
        "février": 2,
        "fevrier": 2,
        "mars": 3,
        "avril": 4,
        "mai": 5,
        "juin": 6,
        "juillet": 7,
        "août": 8,
        "aout": 8,
        "septembre": 9,
        "octobre": 10,
        "novembre": 11,
        "décembre": 12,
        "decembre": 12,
    },
    numbers={
        "un": 1,
        "une": 1,
        "deux": 2,
        "trois": 3,
        "quatre": 4,
        "cinq": 5,
        "six": 6,
        "sept": 7,
        "huit": 8,
        "neuf": 9,
        "dix": 10,
        "quinze": 15,
        "vingt": 20,
        "trente": 30,
        "soixante": 60,
        "quatre-vingt-dix": 90,
    },
    day="jours?",
    week="semaines?",
    month="mois",
    year="ans?|années?",
    hour="heures?",
    business=r"ouvrables?|ouvrés?",
    at_once=r"à effet immédiat|effet immédiat|immédiatement|sans attendre|dès aujourd['’]hui|dès à présent"
    r"|dans les meilleurs délais|"
    r"immédiatement|sans délai|avec effet immédiat|effet immédiat|dès maintenant",
    within=r"dans (?:un délai(?: maximum| maximal)? de|les)|sous|avant(?: le| la fin)?|d['’]ici(?: le| au| à| "
    r"la fin)?|jusqu['’]au?|au plus tard(?: le)?|délai de|en moins de",
    since=r"à (?:compter|partir)(?: du| de)?|dès(?: le)?",
    recurring=r"tous les|chaque|par|depuis|pendant|il y a|durant|après",
    past=r"plus tôt|plus tard|auparavant",
    end_of=r"(?:la )?fin(?: de)?",
    start=r"commencer(?: à)?|débuter|entamer",
    origins=(
        (r"(?:la )?signature|l['’]émission|adoption|(?:présente|cette) (?:décision|directive|instruction)", "issue"),
        (r"publication", "publication"),
        (r"entrée en vigueur|prise d['’]effet", "effective"),
        (r"inscription|inclusion", "listing"),
        (r"détection|découverte|constatation|identification", "discovery"),
        (r"notification|réception|signalement", "notice"),
        (r"attribution|conclusion|résiliation", "other"),
    ),
    forbid=r"interdi(?:t|ts|te|tes|re|sent|sait|ction|ctions|sant)|prohib(?:e|é|ée|és|ées|er|ition)|bann(?:i|ie"
    r"|is|ies|ir|it|issement|issent)|proscri(?:t|te|re|vent)|n['’]est (?:pas|plus) autorisée?|défen(?:se"
    r"|du)",
    cease=r"cess(?:er|ent|é|ation)|arrêt(?:er|é)?|mettre fin|abandonn\w+|renonc\w+|éviter",
    must=r"ser(?:a|ont)(?= (?:supprim|désinstall|retir|remplac|bloqu))|"
    r"doi(?:t|vent)|devr(?:a|ont|aient|ait)|sont tenu(?:e?s)? de|est tenue? de|(?:est|sont) obligée?s? "
    r"de|sont invités? à|ont l['’]obligation de|il convient de|ont jusqu['’]au",
    must_not=r"ne (?:peut|peuvent|doit|doivent|pourr(?:a|ont)|devr(?:a|ont)|sont|est) (?:pas|plus)(?: être| "
    r"autorisée?s?)?|ne (?:peut|peuvent) (?:ni|plus)",
    order=r"ordonn(?:e|é|ée|er|ent|ant)|demand(?:e|é|ée|ent|er|ant)|exig(?:e|é|ée|ent)|impos(?:e|é|ée|ent|er)"
    r"|enjoi(?:nt|ns)|décid(?:e|é|ée|ent)|oblig(?:e|é|ent)|prescri(?:t|re)|command\w+|somm\w+|a fait "
    r"savoir|sommé",
    advise=r"déconseill\w+|mis(?:e|es)? en garde contre|met(?:tent|tait)? en garde contre|"
    r"met(?:tre|tait)? en garde|préconis\w+|est (?:vivement )?conseillé|"
    r"recommand(?:e|é|ée|ent|er|ation|ations)|conseill(?:e|é|ent|er)|déconseill\w+|invit(?:e|é|ent|és)"
    r"|appel(?:le|lent|é)|avertissement|mise en garde|met(?:tent)? en garde|alert\w+|préconis\w+"
    r"|incit\w+",
    propose=r"a? ?l['’]intention d|devrait(?= (?:être|interdire|bannir))|réfléchi\w+ à|à l['’]étude|va bientôt"
    r"|prochainement|plaid\w+ pour|"
    r"propos(?:e|é|ée|er|ent|ition)|projet|envisag\w+|pourrai(?:t|ent)|souhait\w+|prévoi(?:t|ent)"
    r"|compte(?:nt)?(?= \w+er)|va(?:nt)?(?= \w+er)|étudi\w+|menac\w+|veut|veulent",
    vote=r"vot(?:é|ée|e|ent)|adopt(?:é|ée|e|ent)|approuv(?:é|ée|e)",
    issue=r"publi(?:é|ée|e)|entr(?:e|ée?) en vigueur|en vigueur|signé|pris(?:e)?|annonc(?:e|é|ée)|émis(?:e)?",
    suspend=r"suspendre|"
    r"suspen(?:d|du|due|dre|sion)|sursis|gel(?:é|ée|er)|report(?:é|ée)",
    revoke=r"levée? (?:de l['’])?interdiction|a été levée?|débloqu\w+|"
    r"lev(?:é|ée|er|ée de)|abrog(?:é|ée|er|ation)|annul(?:é|ée|er)|retir(?:é|ée)(?= l['’]interdiction)"
    r"|révoqu\w+|fin de l['’]interdiction|met(?:tent)? fin à l['’]interdiction",
    duties=(
        (
            Duty.STOP_USE,
            r"ne plus figurer|ne (?:plus|pas) être (?:utilisée?s?|installée?s?|présente?s?)|bannir|se passer d|"
            r"(?:cess\w+|arrêt\w+|mettre fin à|renonc\w+ à|éviter)(?: d['’]| de| à| toute?| l['’]| le| "
            r"la)*\s*(?:utilis\w+|usage|emploi|recours)|ne (?:plus|pas) (?:utiliser|installer|recourir|employer)"
            r"|ne plus faire usage",
        ),
        (
            Duty.STOP_BUYING,
            r"(?:cess\w+|arrêt\w+)(?: d['’]| de| les| l['’]| tout)*\s*(?:achet\w+|achats?|acquérir"
            r"|acquisitions?)|ne (?:plus|pas) (?:acheter|acquérir)",
        ),
        (
            Duty.STOP_SELLING,
            r"(?:cess\w+|arrêt\w+)(?: d['’]| de| les| la)*\s*(?:vend\w+|ventes?|commercialis\w+|distribu\w+"
            r"|fourni\w+)|retir\w+ de la vente",
        ),
        (
            Duty.REMOVE,
            r"désinstalle\w*|démantel\w+|retirer|remov\w+|"
            r"supprim(?:er|é|ée|és|ées|ent)|suppression|désinstall(?:er|é|ée|és|ation|ent)|retir(?:er|é|ée|és"
            r"|ées|ent)|retrait|élimin(?:er|é|ation)|enlev(?:er|é|és)|effac(?:er|é)|démont\w+",
        ),
        (
            Duty.REPLACE,
            r"remplac(?:er|é|ée|ement|ent)|substitu(?:er|tion)|migr(?:er|ation)|chang(?:er|ement) (?:de|d['’])"
            r"|opter pour une alternative",
        ),
        (Duty.DISCONNECT, r"déconnect(?:er|é|ée)|débranch\w+|couper|isol(?:er|é)|éteindre"),
        (Duty.BLOCK, r"bloqu(?:er|é|ée|és|ent)|blocage|empêch(?:er|é)(?= l['’](?:accès|installation|utilisation))|filtrer"),
        (Duty.IDENTIFY, r"identifi(?:er|é|cation)|recens(?:er|ement|é)|inventori\w+|inventaire|répertorier"),
        (
            Duty.PLAN,
            r"(?:élabor\w+|présent\w+|soum\w+|établi\w+|transmet\w+|remet\w+)(?: \w+){0,2} plans?(?: d['’]action"
            r"| de \w+)?|plan d['’]action",
        ),
        (
            Duty.REPORT,
            r"signal(?:er|é|ement)|rend\w+ compte|déclar(?:er|é)|notifi(?:er|é)|inform(?:er)|transmettre un "
            r"rapport|rapport",
        ),
        (Duty.MITIGATE, r"corrig(?:er|é)|appliquer (?:le|les) (?:correctifs?|mises? à jour)|mettre à jour|durcir|remédi\w+"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"utilis(?:er|ation|é|ée|ées|és|ent|ant)|usage|emploi|employ\w+|install(?:er|ation|é|ée|ent|és)"
            r"|télécharg(?:er|ement|é|ent)|accéd\w+|accès|recour(?:s|ir)|déploiement|déployer|présence"
            r"|exploit(?:er|ation)(?! )",
        ),
        (Duty.STOP_BUYING, r"ach(?:at|ats|eter|eté)|acqui(?:sition|sitions|s|érir)|marchés? publics?|commander|passation"),
        (
            Duty.STOP_SELLING,
            r"vent(?:e|es)|vend(?:re|u|ue|ent)|fourni(?:r|ture|ssent)|commercialis\w+|distribu\w+|livr(?:er"
            r"|aison)|import(?:er|ation)|offrir",
        ),
        (Duty.STOP_SUPPORTING, r"mises? à jour|maintenance|support technique|assistance"),
    ),
    goods=r"logiciels?|programmes?|applications?|applis?|apps?|produits?|services?|équipements?|appareils?"
    r"|matériels?|outils?|antivirus|anti-virus|systèmes?|solutions?|plateformes?|plate-formes?"
    r"|téléphones?|smartphones?|caméras?|drones?|routeurs?|technologies?|composants?|réseau social"
    r"|réseaux|modèles?|chatbots?|robots? conversationnels?|terminaux|tablettes|ordinateurs|sites?"
    r"|numérique|informatiques?",
    makers=r"sociétés?|entreprises?|groupes?|firmes?|fabricants?|éditeurs?|fournisseurs?|géants?|constructeurs?"
    r"|développeurs?|maison mère|filiales?|prestataires?",
    origin=r"dites . ?récréatives|"
    r"russes?|chinoise?s?|iraniens?|nord-coréens?|étrang(?:er|ère|ers|ères)|américaine?s?|récréati(?:f"
    r"|fs|ve|ves)|à haut risque",
    bodies=r"haut-commissariat|anssi|cnil|élysée|matignon|exécutif|institution|anssi|arcep|cité|"
    r"gouvernement|ministères?|commission|conseil|agence|autorité|parlement|assemblée|sénat|premier "
    r"ministre|présiden(?:ce|t)|maison blanche|bureau|direction|secrétariat|administration|préfecture"
    r"|tribunal|cour|conseil fédéral|congrès|chambre|pentagone|centre|institut|office|comité|organisme",
    parties=r"agents (?:publics|de l['’]état|de la fonction publique)|fonctionnaires|fournisseurs d['’]accès"
    r"|parlementaires|élèves|enseignants|personnels|militaires|gendarmes|opérateurs (?:télécoms|de télécommunications"
    r"|mobiles)|collaborateurs|"
    r"administrations?|ministères|agences|agents?|fonctionnaires|employés|personnels?|organismes"
    r"|collectivités|établissements|entreprises|opérateurs?|fournisseurs|entités|institutions|services "
    r"de l['’]état|députés|élus|ministres|membres|collaborateurs|autorités|écoles|universités"
    r"|contractants?|prestataires|titulaires?|utilisateurs|usagers|salariés|sociétés|bureaux"
    r"|départements|eurodéputés",
    titles=r"ministre|haut[- ]commissaire|préfète?|présidente?|"
    r"(?:premi(?:er|ère)[- ]|vice-?)*(?:ministres?(?: (?:déléguée?|chargée?|de l['’a]\w*|de la|du|des|de"
    r"|et|fédérale?|français|québécois)(?: \w+)*?(?= [A-Z]))?|présidente?s?|secrétaire(?: "
    r"(?:d['’][eéÉ]tat|générale?))?|directe(?:ur|rice)(?: générale?)?|commissaire|maire|chanceli(?:er"
    r"|ère)|gouverneure?|chef du gouvernement|sénat(?:eur|rice))",
    private_titles=r"pdg|p-dg|directeur exécutif|fondat(?:eur|rice)|cofondateur|porte-parole|dirigeants?|analystes?"
    r"|experts?|patron|chercheurs?",
    portfolios=r"de la|du|de l['’]?|des|et|transformation|fonction|publiques?|intérieur|numérique|l['’]OMB|Trésor"
    r"|Conseil",
    weekdays=r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|aujourd['’]hui|hier",
    official=r"la présente|le présent|les présentes|conformément|en application de|vu (?:la|le|les|l['’])"
    r"|considérant|arrête|décrète|article \d+",
    elsewhere=r"avai(?:t|ent) (?:déjà )?(?:interdit|banni)|ayant déjà|"
    r"(?:mesures?|interdictions?|décisions?) similaires?|également (?:interdit|banni|annoncé)|déjà "
    r"(?:interdit|banni|prohibé)|ont (?:également|aussi|déjà|interdit|banni|adopté)|avait annoncé"
    r"|emboîte|suivre|d['’]autres pays|plusieurs pays",
    defines=r"désigne|s['’]entend|on entend par|signifie",
    gives=r"ont|a|auront|disposent d['’]un délai de|disposent de|donn\w+",
    places=r"contre|"
    r"en|à|au|aux|dans",
    owned=r"liée?s? (?:à|au|avec)|"
    r"propriété (?:de|du)|appartenant (?:à|au)|détenue? par|filiale (?:de|du)|maison mère"
    r"|propriétaire(?: de)?",
    chambers=r"parlement|sénat|assemblée(?: nationale)?|congrès|chambre(?: des \w+)?|députés|sénateurs",
    articles=r"le|la|les|l['’]|un|une|des|tous|toutes?|tout|chaque|leurs?|ses|son|sa|ces|cette|ce|cet|certaine?s"
    r"|autres|plusieurs|aucune?",
    linkers=r"de la|de l['’]|des|du|de|d['’]|et|à la|aux|au|pour la|pour l['’]|pour",
    modifiers=r"\w+(?:ique|iques|al|ale|aux|ales|el|elle|els|elles|aire|aires|if|ifs|ive|ives|eux|euse|euses"
    r"|aine?s?|ine?s?|iens?|iennes?|éens?|éennes?)|publics?|publiques?|d['’]état|privée?s?|fédéra\w+"
    r"|français\w*|chinois\w*|russes?|critiques?|centrales?|locales?",
    stops=r"dans|à|avec|par|en|sur|que|qui|dont|si|quand|parce|car|mais|donc|puis|après|avant|pendant|sous"
    r"|entre|contre|est|sont|était|été|a|ont|avait|aura|sera|seront|peut|peuvent|ne|pas|il|elle|ils"
    r"|elles|nous|vous|on|se|dit|aussi|ainsi|où|comme|comment|y|interdit|doivent|doit|devront|ordonne"
    r"|demande|annonce|selon|lui|leur|pour|depuis|notamment|concernant|afin|sans",
    dissuades=r"déconseill\w+|mis(?:e|es)? en garde contre|met(?:tent|tait)? en garde contre",
    users=r"utilisateurs|usagers",
    lands=r"pays|états",
    bills=r"projets? de loi|propositions? de loi",
    signs=r"a signé|signe",
    extends=r"(?:l['’]interdiction|la mesure|la décision)\s+(?:concerne|vise|s['’]applique|touche|porte sur|s['’]étend)",
    passive=r"interdit\w*|banni\w*|bloqué\w*",
    excludes=r"ne (?:s['’]appliqu\w+|concern\w+|vise|visent|couvr\w+) pas(?: aux?| les?| la)?|à l['’]exception "
    r"(?:de|des|du)|sauf|excepté|hormis|dérogations?|exempt(?:é|ée|és|ion|ions)|exceptions?|exclu(?:s|e"
    r"|es|sion)?|n['’]est pas (?:concerné|visé)e?",
    law=r"(?:l['’])?[Aa]rticles? (?:[LR]\. ?)?\d[\w.-]*(?:(?: et| à|,) (?:[LR]\. ?)?\d[\w.-]*)*(?: (?:de la"
    r"|du|de l['’])\s?(?:[Ll]oi|[Cc]ode|[Dd]écret|[Rr]èglement|[Oo]rdonnance)(?: [\w’'-]+){0,5}?(?: "
    r"n[°o] ?[\d-]+)?)?|(?:[Ll]oi|[Dd]écret|[Oo]rdonnance|[Rr]èglement|[Dd]irective|[Aa]rrêté"
    r"|[Cc]irculaire)(?: \(UE\))? n[°o] ?\d[\d/-]*(?: du \d{1,2}(?:er)? \w+ \d{4})?|[Ll]oi du "
    r"\d{1,2}(?:er)? \w+ \d{4}|[Cc]ode (?:de la|du|des|de l['’]) ?\w+(?: \w+)?",
    denies=r"(?:totalement |entièrement )?infondée?s?|sans (?:aucun )?fondement|se défend|s['’]insurge|regrette|dément\w*|"
    r"(?:dé)?ni(?:e|é|er|ent)|démen(?:t|ti|tir)|rejet(?:te|é|er)|réfut(?:e|é|er)|conteste?|contesté"
    r"|infondée?s?|sans fondement|déçue?|regrett\w+|dénonc(?:e|é)|aucune preuve|recours|faire appel"
    r"|critiqu\w+|assur(?:e|é)|motivée? politiquement",
    answers=r"dit|déclar(?:é|e)|a (?:affirmé|expliqué|indiqué|précisé|ajouté|estimé|tweeté|souligné|rappelé"
    r"|assuré)|explique|affirme|précise|selon|indique|communiqué|porte-parole|nié|réagi",
    patches=r"vulnérabilités?|failles?|CVE-\d+|correctifs?|exploit\w*|zero-day",
    courts=r"tribuna(?:l|ux)|cour|juges?|plaintes?|procès|jugement|recours|appel|référé|arrêt de la cour",
    issued=r"du|en date du|signée? le|publiée? le|daté du|fait à \w+,? le|adoptée? le|émise? le",
    takes_effect=r"entr(?:e|ent|era|eront|ée) en vigueur(?: le| au| à compter du)?|à (?:compter|partir) du"
    r"|prend(?:ra)? effet(?: le)?|applicable (?:à partir|à compter) du|en vigueur (?:depuis|le)",
    calls=(
        (r"directive|instruction", "directive"),
        (r"arrêté|décret|ordonnance|décision|injonction", "order"),
        (r"loi|proposition de loi|projet de loi", "law"),
        (r"clause", "clause"),
        (r"politique|charte|lignes? directrices?", "policy"),
        (r"circulaire|avis|note|communiqué", "notice"),
        (r"avertissement|alerte|mise en garde", "warning"),
    ),
)
