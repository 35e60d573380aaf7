"""English."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

_BODY = (
    r"departments?|ministry|ministries|agency|agencies|government|cabinet|commission|council|authority|authorities"
    r"|administration|office|bureau"
    r"|parliament|congress|senate|house|assembly|legislature|board|committee|directorate|secretariat"
    r"|presidency|center|centre|service|court"
    r"|pentagon|treasury|governor|president|prime minister|white house|executive yuan|regulator"
    r"|supervision|bank|institute|police|army|navy|university"
)

TABLE = Lexicon(
    code="en",
    common="has had been said were they he she we you a but the of and to in that is for on with by from as it be are was which"
    " this or has have not their will its an at",
    months={
        "january": 1,
        "february": 2,
        "march": 3,
        "april": 4,
        "may": 5,
        "june": 6,
        "july": 7,
        "august": 8,
        "september": 9,
        "october": 10,
        "november": 11,
        "december": 12,
        "jan": 1,
        "feb": 2,
        "mar": 3,
        "apr": 4,
        "jun": 6,
        "jul": 7,
        "aug": 8,
        "sept": 9,
        "sep": 9,
        "oct": 10,
        "nov": 11,
        "dec": 12,
    },
    numbers={
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "nine": 9,
        "ten": 10,
        "twelve": 12,
        "fourteen": 14,
        "fifteen": 15,
        "twenty": 20,
        "twenty-one": 21,
        "thirty": 30,
        "forty-five": 45,
        "sixty": 60,
        "ninety": 90,
        "one hundred twenty": 120,
        "one hundred eighty": 180,
    },
    day="days?",
    week="weeks?",
    month="months?",
    year="years?",
    hour="hours?",
    business="business|working|work",
    at_once=r"immediately|at once|with immediate effect|effective immediately|forthwith|without delay|right away"
    r"|as soon as practicable|immediate(?= (?:ban|prohibition|effect|removal|halt|stop))",
    within=r"(?:within|inside)(?: the)?(?: next)?|in (?:the )?(?:next|coming)|by|no later than|not later than|before"
    r"|prior to|until|until the end of|by the end of|deadline of"
    r"|on or before|no more than|up to|at the latest",
    gives=r"in (?=\d)|has|have|had|gave|give[sn]?|giving|gets?|granted|allow(?:s|ed)",
    since=r"from|as of|starting|beginning|effective|since|on and after|on or after|commencing|starting from"
    r"|beginning on|with effect from|starting on",
    every="every|each",
    recurring=r"every|each|per|last|past|previous|recent|for|over|nearly|more than",
    past=r"ago|earlier|old|of age|prior|-old|of (?:free|data|operation)",
    end_of=r"(?:the )?end of|late",
    start=r"(?:to )?(?:start|begin|commence|initiate)(?:s|ing)?(?: to| the| implementing| implementation)?"
    r"|beginning",
    origins=(
        (
            r"(?:issuance|issue|issuing|date of this (?:directive|order|memo\w*|policy)|enactment|signing"
            r"|signature|adoption)",
            "issue",
        ),
        (r"publication|published|promulgation", "publication"),
        (
            r"effective date|entry into force|enters? into force|comes? into force|takes? effect|coming into "
            r"force|entering into force",
            "effective",
        ),
        (r"listing|listed|added to the list|inclusion (?:in|on) the list", "listing"),
        (
            r"discovery|discovering|detection|identification|identifying|finding|becoming aware|disclosure"
            r"|initial detection",
            "discovery",
        ),
        (r"notification|notice|notifying|being notified|receipt|receiving|request|report(?:ing)?|submission", "notice"),
        (r"award|award of|modification|termination|expiry|expiration|completion", "other"),
    ),
    forbid=r"(?:re-?)?bans?|banned|banning|prohibit(?:s|ed|ing|ion|ions)?|forbids?|forbade|forbidden|forbidding"
    r"|outlaw(?:s|ed|ing)?|bars?|barred|barring"
    r"|veto(?:es|ed|ing)?|banish(?:es|ed|ing)?|blacklist(?:s|ed|ing)?|disallow(?:s|ed|ing)?|not (?:be )?(?:allowed|permitted"
    r"|authori[sz]ed)|no "
    r"longer (?:be )?(?:allowed|permitted)"
    r"|unlawful|illegal|off-limits",
    cease=r"stop(?:s|ped|ping)?|cease[sd]?|ceasing|discontinu(?:e|es|ed|ing|ance)|halt(?:s|ed|ing)?|end(?:s|ed"
    r"|ing)?|suspend(?:s|ed|ing)?|refrain(?:s|ed|ing)?(?: from)?"
    r"|avoid(?:s|ed|ing)?|abandon(?:s|ed|ing)?",
    must=r"must|shall|(?:is|are|be|being|was|were|been|will be) (?:hereby |also |now |previously )?(?:required|obliged|obligated"
    r"|directed"
    r"|ordered|instructed|mandated|compelled|told|asked|bound) to"
    r"|(?:is|are) to (?!be (?:able|seen))|(?<!may )(?<!might )(?<!could )ha(?:s|ve|d) to|ha(?:s|ve|d) (?:\w+ ){1,2}(?:days|weeks"
    r"|months|years) (?:thereafter |then )?to|needs? to(?! know)|require[sd]? to|required to|obliged "
    r"to|is responsible for|will have to|should|(?:requirement|obligation|duty) to"
    r"|(?:to|will) (?:\w+ )?be(?= (?:\w+ly )?(?:removed|deleted|uninstalled|wiped|purged|stripped|phased out))",
    must_not=r"no (?:\w+ ){1,10}?(?:may|shall|must)|no (?:\w+ ){1,4}?\w+, [^.;,]{1,60}, (?:may|shall|must)|(?:or|to) not to(?="
    r" \w)|not to(?= \w)|(?:may|must|shall|should|will)(?:\s+|n[o’']t\s+)(?:not|no "
    r"longer|never)|do not(?= (?:use|install|buy|purchase|procure|download))|cannot be|can no longer"
    r"|mustn[’']t|shan[’']t|may neither|shall neither"
    r"|(?:is|are|were|was) (?:not|no longer|never) (?:allowed|permitted|authori[sz]ed|to)|are not to",
    order=r"order(?:s|ed|ing)?|direct(?:s|ed|ing)|direct(?= \w+ (?:agenc|to))|instruct(?:s|ed|ing)?|tell(?:s"
    r"|ing)?|told|command(?:s|ed|ing)?|mandat(?:es?|ed|ing)|requir(?:es|ed|ing)"
    r"|request(?:s|ed|ing)? that|asked(?! by)|ground(?:s|ed|ing)?(?= (?:[\w’']+ ){0,4}(?:drones?|fleet|aircraft))|demand(?:s|ed"
    r"|ing)?|(?:gave|gives?|given)(?! (?:[\w’']+ ){0,7}(?:more|extra|additional) time)|oblig(?:es|ed)|decreed?|rul(?:es|ed) that"
    r"|enforce[sd]?"
    r"|decid(?:es|ed)",
    advise=r"urg(?:es?|ed|ing)|advis(?:es?|ed|ing)|advice|recommend(?:s|ed|ing|ation|ations)?|warn(?:s|ed|ing"
    r"|ings)?|encourag(?:es?|ed|ing)|suggest(?:s|ed)?|discourag(?:es?|ed|ing)"
    r"|caution(?:s|ed)?|should(?: not)?|call(?:s|ed|ing)? (?:on|for)",
    propose=r"propos(?:es?|ed|ing|al|als)|plan(?:s|ned|ning)? to|would|consider(?:s|ed|ing)|draft(?:ed)?|bill"
    r"|may soon|could (?:be )?|intend(?:s|ed)? to|mull(?:s|ing)?|weigh(?:s|ing)|seek(?:s|ing)? to|aims? "
    r"to"
    r"|prepar(?:es|ing) to|is set to|are set to|set to|is expected to|going to|introduced (?:a"
    r"|legislation)|push(?:es|ing)? (?:to|for)|threaten(?:s|ed|ing)? to|public consultation",
    vote=r"(?:voted|votes?|pass(?:es|ed)|approv(?:es|ed)|adopt(?:s|ed)|backs?|backed|clear(?:s|ed))",
    issue=r"made (?:the|a|this) (?:\w+ )?decision|deemed|issu(?:es?|ed|ing)|has determined|signed|in force|effective|enacted"
    r"|took effect|takes effect"
    r"|announc(?:es?|ed)|published|imposed?|imposes",
    suspend=r"suspend(?:s|ed|ing)?|stay(?:s|ed)|paus(?:es?|ed|ing)|enjoin(?:s|ed)?|blocked by (?:a|the) (?:court"
    r"|judge)|(?:block(?:s|ed)|halt(?:s|ed)?)(?= (?:the |a |an |its |their )?(?:[\w’'.]+ ){0,4}(?:ban|prohibition|order)s?)"
    r"|delay(?:s|ed|ing)?|postpon(?:es?|ed|ing)|put on hold|not (?:be )?enforced?|halted "
    r"enforcement",
    revoke=r"revok(?:es?|ed|ing)|rescind(?:s|ed|ing)?|repeal(?:s|ed|ing)?|lift(?:s|ed|ing)?|withdr(?:e|a)w(?:s"
    r"|n|ing)?|overturn(?:s|ed|ing)?|revers(?:es?|ed|ing)|scrap(?:s|ped|ping)?|cancel(?:s|l?ed|l?ing)?"
    r"|annul(?:s|led)?|struck down|end(?:s|ed|ing)? (?:the|its|a|their) (?:\w+ ){0,3}ban|unban(?:s|ned)?"
    r"|unblock(?:s|ed)?|removed? the ban|no longer (?:in force|applies|banned)",
    duties=(
        (
            Duty.FLOW_DOWN,
            r"(?:insert|include|flow down|incorporate)(?:s|d)? the substance|flow(?:ed)?[- ]down|(?:insert"
            r"|include) this clause in(?: all)? (?:sub|other)contracts?|include .{0,40}in (?:all |any "
            r")?subcontracts?",
        ),
        (
            Duty.STOP_USE,
            r"(?:stop|cease|discontinue|halt|end)(?:s|d|ed|ping|ing)?(?: and desist)?(?: all| any| the| their| "
            r"its| present and future)* (?:use|usage|using|deploying|deployment|operating|operation|install\w*|download\w*"
            r"|flying)"
            r"|phas(?:e|es|ed|ing) out|abandon(?:ing)?|discontinu(?:e|ance of) (?:present and future )?use"
            r"|refrain from (?:using|installing|the use)|avoid (?:using|the use)|do not use|no longer use|not "
            r"to use|not use",
        ),
        (
            Duty.STOP_BUYING,
            r"(?:stop|cease|discontinue|halt|end)(?:s|d|ed|ping|ing)?(?: all| any| the| their| its| new)* "
            r"(?:buying|purchas\w+|procur\w+|acqui\w+|order\w+)|not (?:to )?(?:buy|purchase|procure|acquire)",
        ),
        (
            Duty.STOP_SELLING,
            r"(?:stop|cease|discontinue|halt|end)(?:s|d|ed|ping|ing)?(?: all| any| the| their| its| new)* "
            r"(?:sell\w*|sales?|supply\w*|offer\w*|distribut\w+|import\w*|ship\w*|provid\w+)|withdraw(?:ing)? "
            r".{0,40}from sale|pull(?:ing)? .{0,40}from (?:the )?shel(?:f|ves)|delist(?:ing)?|not (?:to "
            r")?(?:sell|supply|offer)",
        ),
        (
            Duty.STOP_SUPPORTING,
            r"(?:stop|cease|discontinue|halt|end)(?:s|d|ed|ping|ing)?(?: all| any| the| their| its| new)* "
            r"(?:updat\w+|support\w*|maintain\w+|maintenance|servic\w+)",
        ),
        (
            Duty.REMOVE,
            r"implement(?:ing)? (?:the |their |its )?(?:\w+ )?plans?(?: of action)?|remov(?:e|es|ed|ing|al)"
            r"|uninstall(?:s|ed|ing|ation)?|delet(?:e|es|ed|ing|ion)|eradicat(?:e|es|ed|ing|ion)|purg(?:e|es|ed"
            r"|ing)|strip(?:s|ped|ping)?|rip(?:s|ped|ping)? out|rip and replace|get(?:ting)? rid of|eliminat(?:e"
            r"|es|ed|ing)|wip(?:e|es|ed|ing)|expung(?:e|es|ed|ing)|pull(?:s|ed|ing)? out|tak(?:e|en|ing) out"
            r"|oust(?:s|ed|ing)?|eras(?:e|es|ed|ing)|withdraw(?:al)? from (?:use|service)|scrub(?:bed|bing)?|decommission(?:s|ed"
            r"|ing)?|dismantl(?:e|ed"
            r"|ing)",
        ),
        (
            Duty.REPLACE,
            r"replac(?:e|es|ed|ing|ement)|substitut(?:e|es|ed|ing|ion)|swap(?:s|ped|ping)?(?: out)?|supplant(?:s"
            r"|ed|ing)?|migrat(?:e|es|ed|ing)|switch(?:es|ed|ing)? (?:to|their|from|away)|diversif(?:y|ied|ying)"
            r"|transition(?:ing)? "
            r"to alternative|find (?:an )?alternatives?",
        ),
        (
            Duty.DISCONNECT,
            r"disconnect(?:s|ed|ing|ion)?|power(?:ed|ing)? down|shut(?:ting)? down|isolat(?:e|es|ed|ing)"
            r"|unplug(?:ged)?|take (?:\w+ )?offline|turn(?:ed|ing)? off",
        ),
        (
            Duty.BLOCK,
            r"access(?: to \w+)?(?: will be| be| is)? blocked|prohibit(?:s|ing)? access|block(?:s|ed|ing)?(?! (?:of|lists?))"
            r"|prevent(?:s|ed|ing)?(?= (?:the |any )?(?:access|use|install|download"
            r"|new)\w*)|geo-?block|restrict(?:s|ed|ing)? access|sinkhol(?:e|ing)|filter(?:ing)? (?:out )?traffic"
            r"|deny access",
        ),
        (
            Duty.IDENTIFY,
            r"identif(?:y|ies|ied|ying|ication)|inventor(?:y|ied|ying)|locat(?:e|ing) all|determin(?:e|ing) "
            r"whether|scan(?:ning)? for|search(?:ing)? for|enumerat(?:e|ing)|take stock|audit(?:s|ing)?|check "
            r"for|conduct a (?:reasonable inquiry|review)",
        ),
        (
            Duty.PLAN,
            r"(?:develop|submit|provide|prepare|produce|present|draw up|create|deliver)(?:s|ed|ing)?(?: and "
            r"\w+)?(?: to \w+)?(?: an?| the| their| its)?(?: \w+){0,2} plans?(?: of action)?|detailed plan|com(?:e|ing) up with"
            r" (?:a |the )?plans?|plan "
            r"of action|develop(?:ing)? .{0,30}plan",
        ),
        (
            Duty.REPORT,
            r"report(?:ing)?(?! to be)|notif(?:y|ies|ied|ying)|inform(?:s|ing)?(?! of)|status report|provide "
            r".{0,20}(?:report|list)|submit(?:s|ting)? .{0,40}(?:report|list|attestation|certification|statement"
            r"|template)|disclos(?:e|ing)|certif(?:y|ying)|attest(?:ing)?|declar(?:e|ing)(?= (?:all|any|whether|their|which))",
        ),
        (
            Duty.MITIGATE,
            r"patch(?:es|ed|ing)?|remediat(?:e|es|ed|ing)|mitigat(?:e|es|ed|ing)|harden(?:s|ed|ing)?|appl(?:y"
            r"|ying) (?:the |all |available )*(?:\w+ )?(?:updates?|patch\w*|fix\w*)|updat(?:e|ing) to (?:the "
            r")?(?:latest|version)|upgrade",
        ),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"use[ds]?|using(?! (?:\w+ )?funds)|usage|employ(?=\s+(?:any|the|\w+ ?(?:software|cameras|products)))|visit(?:s|ed"
            r"|ing)?|keep(?:ing)?(?= the)|utili[sz](?:e|es|ed|ing|ation)|operat(?:e|es|ing|ion)|deploy(?:s|ed|ing"
            r"|ment)?|install(?:s|ed|ing|ation)?|download(?:s|ed|ing)?|access(?:es|ed|ing)?(?! networks?| points?| controls?)"
            r"|having|presence"
            r"|run(?:ning)?|connect(?:ing)?",
        ),
        (
            Duty.STOP_BUYING,
            r"buy(?:s|ing)?|bought|purchas(?:e|es|ed|ing)|procur(?:e|es|ed|ing|ement)|acqui(?:re|res|red|ring"
            r"|sition)|obtain(?:s|ed|ing)?|contract(?:ing)?(?= (?:for|with))|enter(?:ing)? into (?:a |any "
            r")?(?:new )?contracts?|extend(?:ing)?(?= (?:or renew|a contract|any contract|contracts?))|renew(?:al|ing)?"
            r"|order(?:ing)? new|leas(?:e|ing)",
        ),
        (
            Duty.STOP_SELLING,
            r"sell(?:s|ing)?|sold|sales?|suppl(?:y|ies|ied|ying)|provid(?:e|es|ed|ing)|provision|offer(?:s|ed"
            r"|ing)?|distribut(?:e|es|ed|ing|ion)|deliver(?:s|ed|ing|y)?|import(?:s|ed|ing|ation)?"
            r"|market(?:ing)?|resell(?:s|ing)?|resale|licens(?:e|ing)|enter(?:ing)? into (?:a |any )?(?:new )?agreements?",
        ),
        (
            Duty.STOP_SUPPORTING,
            r"updat(?:e|es|ed|ing)|maintain(?:s|ed|ing)?|maintenance|support(?:s|ed|ing)?(?= (?:of|for|the))"
            r"|servic(?:ing)|hosting",
        ),
    ),
    goods=r"software|programs?|programmes?|apps?|applications?|products?|services?|equipment|devices?|hardware"
    r"|tools?|anti-?virus(?:es)?|anti-?malware|firewalls?|systems?|solutions?|platforms?"
    r"|chatbots?|models?|cameras?|drones?|routers?|phones?|gear|technolog(?:y|ies)|components?|articles?"
    r"|chips?|kit|cctv|websites?|browsers?|web services?|network(?:s|ing)? equipment|infrastructure|unmanaged"
    r"|appliances?|suite|unmanned aircraft(?: systems?)?|blocklist",
    countries=r"china|russia|iran|north korea|south korea|korea|korean|taiwan|taiwanese|hong kong|india|indian|pakistan"
    r"|pakistani|japan"
    r"|japanese|ukraine|ukrainian|belarus|germany|german|france|french|britain|british|england|scotland|wales|ireland|irish"
    r"|canada"
    r"|canadian|australia|australian|new zealand|netherlands|dutch|belgium|belgian|luxembourg|denmark|danish|norway|norwegian"
    r"|sweden"
    r"|swedish|finland|finnish|estonia|estonian|latvia|latvian|lithuania|lithuanian|poland|polish|czechia|czech|slovakia|slovak"
    r"|hungary|hungarian|romania|romanian|bulgaria|greece|greek|italy|italian|spain|spanish|portugal|portuguese|austria|austrian"
    r"|switzerland|swiss|turkey|turkish|israel|brazil|brazilian|mexico|mexican|europe|european|america|american|western"
    r"|americans",
    restores=r"restor(?:e|es|ed|ing) (?:the )?(?:services?|access|operations?|app)|unbann?ed|unblock(?:s|ed|ing)?|(?:allowed"
    r"|accessible|available) again",
    technical=r"software|program(?:me)?s?|apps?|applications?|antivirus|anti-virus|anti-malware|computers?|networks?|telecom\w*"
    r"|phones?|smartphones?"
    r"|mobile|devices?|cyber\w*|digital|internet|online|websites?|hardware|routers?|drones?|unmanned|cameras?|surveillance|chips?"
    r"|semiconductors?|technolog(?:y|ies)|data|information systems?|chatbots?|ai|artificial intelligence|5g|cloud|platforms?"
    r"|servers?",
    names_clause=r"(?:the )?following (?:clause|provision)|as used in this (?:clause|provision)",
    dissuades=r"(?:warn(?:s|ed|ing)?|advis(?:es?|ed|ing)|caution(?:s|ed)?|recommend(?:s|ed)?|guidance|advice)(?: \w+){0,4}?"
    r" against"
    r"|discourag(?:es?|ed|ing)|steer clear of",
    makers=r"compan(?:y|ies)|firms?|vendors?|makers?|manufacturers?|developers?|providers?|suppliers?|giants?"
    r"|corporations?|conglomerates?|startups?|start-ups?|groups?|producers?|associations?|businesses"
    r"|entity|entities|owners?|parent",
    origin=r"\w+-(?:prohibited|banned|listed|restricted|designated)|prohibited|designated|restricted|blacklisted|russian?"
    r"|chinese|iranian?|north korean|belarusian|israeli|american|us|foreign(?:-made|-produced"
    r"|-owned|-adversary)?|high[- ]risk|untrusted|covered|hostile",
    bodies=_BODY,
    parties=r"officers|departments?|agenc(?:y|ies)|ministr(?:y|ies)|authorit(?:y|ies)|bod(?:y|ies)|entit(?:y|ies)"
    r"|offices?|officials?|employees?|staff|workers|contractors?|subcontractors?|offerors?|operators?"
    r"|providers?|carriers?|institutions?"
    r"|managers|organi[sz]ations?|compan(?:y|ies)|firms|businesses|retailers?|schools?|universit(?:y|ies)"
    r"|municipalit(?:y|ies)|councils|members|personnel|managers|civil servants|ministers|lawmakers|users|banks"
    r"|hospitals|administrations?|states(?! that)|vendors|suppliers|persons?|public servants|governments?"
    r"|enterprises|bureaus|units|commissions|ministries|individuals|staffers|teachers|students",
    titles=r"(?:acting |deputy |prime |vice[- ]|first |interior |foreign |defen[cs]e |digital |justice "
    r"|homeland security |commerce |state |home |attorney |cyber ?security |general |federal |chief "
    r"information |minister of |national security |treasury board )*"
    r"(?:gov\.|sen\.|rep\.|ministers?|secretary(?: of [A-Z][\w ]{2,30}?(?= [A-Z]))?|presidents?|chancellors?"
    r"|directors?(?:[- ]general)?|governors?|commissioners?|administrators?|premiers?|attorney general"
    r"|chairs?|chairman|chairwoman|chairperson|mayors?|speaker|adviser|advisor|treasurer|senators?|officer|head"
    r"|(?:lieutenant|major|brigadier|vice|rear)[ -](?:general|admiral)|admiral|colonel)",
    private_titles=r"ceo|chief executive(?: officer)?|head of \w+|founders?|co-founders?|spokes(?:man|woman|person|people)"
    r"|analysts?|researchers?|professors?|journalists?|lawyers?|managers?|vice president|executives?"
    r"|expert|engineer",
    portfolios=r"homeland|security|state|defen[cs]e|health|interior|justice|commerce|affairs|foreign|treasury"
    r"|energy|education|digital|technology|communications?|home|innovation|budget|management|board"
    r"|office|council|department|trade|transport|labor|national|intelligence|cyber|cybersecurity"
    r"|infrastructure|agency|public|services?|culture|media|sport|science|environment|finance|education|labou?r|economy|industry",
    weekdays=r"monday|tuesday|wednesday|thursday|friday|saturday|sunday|today"
    r"|tomorrow|yesterday",
    official=r"hereby|shall|this (?:\w+ ){0,2}(?:directive|order|act|clause|policy|notice|circular|memorandum|law"
    r"|regulation|determination|ordinance|section|provision)|pursuant to|required actions",
    elsewhere=r"similar (?:ban|move|measure|step|decision|prohibition|restriction|order|rule)s?|(?:same|similar) "
    r"ban|follow(?:s|ed|ing) (?:a |an |the )?(?:similar|same|bans?)|followed suit|likewise|(?:also|already|previously|earlier) "
    r"(?:been put into effect|banned|prohibited|blocked|barred|outlawed|restricted)|other (?:countries|governments|states"
    r"|organi[sz]ations|agencies|bodies) (?:that )?(?:have|had|recently)|have (?:also "
    r")?(?:banned|taken)|joins?",
    defines=r"means|refers to|includes|is defined as|shall mean",
    places=r"in|at|to|near|into|throughout|across|inside",
    owned=r"owned by|parent(?: company)?|owner|subsidiary of|belonging to|unit of|part of",
    chambers=r"parliament|congress|senate|house(?: of \w+)?|assembly|legislature|lawmakers|mps|bundestag|seimas",
    articles=r"the|an?|your|all|any|each|every|its|their|his|her|our|some|certain|these|those|this|that|such|other"
    r"|most|many|several|both|no",
    linkers=r"of the|of|for the|for|and the|and|on|at the|&|or",
    stops=r"in|to|with|by|from|at|on|as|that|which|who|whose|if|when|while|because|but|so|than|then|after"
    r"|before|until|during|under|over|against|through|via|into|about|is|are|was|were|be|been|has|have"
    r"|had|having|will|would|may|might|can|could|not|it|he|she|they|we|you|i|said|also|only|whether"
    r"|where|how|what|there|here|including|such|per|within|without|used|using|based|following|says"
    r"|gave|told|order(?:ed|s)?|direct(?:ed|s)|instruct(?:ed|s)|require[sd]?|requiring|bans?|banned"
    r"|prohibit(?:s|ed|ing)?|does|do|did|mandates?|ordering|directing|telling|instructing|urged|urges"
    r"|advised|advises|warned|warns|recommended|for|covers|covering|affects|affecting",
    excludes=r"(?:do|does|did|shall) not (?:apply|address|cover|affect|extend|include(?! a | any )|prohibit|restrict)"
    r"|will not (?:apply|address|cover|extend|include)"
    r"|not apply|except(?:ions?|ing)?(?: for| that| where| when| in| as| to)?|excluding|exclud(?:e|es|ed"
    r"|ing|sion)|exempt(?:s|ed|ion|ions|ing)?|waivers?|waived?|other than|not subject to|outside the "
    r"scope|out of scope|carve-?outs?|exceptions?|remain(?:s)? (?:allowed|permitted)|not affected|not "
    r"covered|excluding only|free from (?:the|a|an|this)",
    law=r"(?:Sections? (?=\d)|sections? (?=\d[\w.()–-]*(?:,? (?:and|or|through) \d[\w.()–-]*)? of )|[Ss]ec\. ?|§§?"
    r" ?)\d[\w.()–-]*(?: (?:and|or|through) \d[\w.()–-]*(?= of ))?"
    r"(?:,? (?:of|and) (?:(?:the|title|[Tt]itle|division"
    r"|Division|Public Law) )?(?:[A-Z][\w’'.-]*|\d[\w.-]*)(?: (?:[A-Z][\w’'.-]*|of|and|for|the|on|to|in"
    r"|\d[\w.-]*))*)?"
    r"|\d+ U\.? ?S\.? ?C\.?(?: Code)? ?(?:§+ ?)?\d[\w.()–-]*|\d+ C\.?F\.?R\.? ?(?:[Pp]art |§ "
    r"?)?\d[\w.()–-]*|Pub(?:lic|\.) ?L(?:aw|\.)? (?:No\. )?\d+[-–]\d+|Executive Order(?: No\.?)? \d+"
    r"|E\.O\. \d+|\d+ Fed\. ?Reg\. \d+|FAR \d[\w.()-]*"
    r"|Articles? \d+[\w()]*(?: of the [A-Z][\w’'-]*(?: (?:[A-Z][\w’'-]*|of|and|on|for|\d+))*)?"
    r"|[A-Z][\w’'-]*(?:,? (?:[A-Z][\w’'-]*|of|and|for|the|on|in|to)){0,9} (?:Act|Regulations?|Framework"
    r"|Decree|Ordinance|Rules|Law)(?:(?: of| for Fiscal Year)? \d{4}|(?: No\.?) \d+[\w/-]*)?(?!\w| of)",
    denies=r"erroneous|mistaken|misguided|misunderstandings?|unfair|den(?:y|ies|ied|ying|ial)|reject(?:s|ed|ing)?|refut(?:e|es"
    r"|ed)|disput(?:e|es|ed)|dismiss(?:es|ed)?"
    r"|unfounded|baseless|groundless|unjustified|false (?:allegations|accusations|assumptions)|no "
    r"(?:evidence|ties|basis|proof)|disappoint(?:ed|ing|ment)|regret(?:s|ted)?|disagree[sd]?|appeal(?:s"
    r"|ed)?|surprised|shocked|oppos(?:e|es|ed)|challeng(?:e|es|ed)|called? the|politically motivated|geopolitical|never"
    r" (?:helped|shared"
    r"|provided|received)|does not (?:share|pose|provide)|responded|respond|insist(?:s|ed)?|maintain(?:s"
    r"|ed) that|defended|condemn(?:s|ed)?|unhappy|criticis\w+|criticiz\w+|comply with|will (?:sue"
    r"|continue)",
    answers=r"noted|confirmed|reported|tweeted|revealed|quoted|according to|announced|said|says?|told|stated|states(?= that)"
    r"|statement|added"
    r"|argued?|claim(?:s|ed)?|spokes\w+|insist(?:s|ed)"
    r"|repl(?:y|ied)|respon(?:se|d|ded)|comment(?:ed)?|wrote|pronounced|denied|denies",
    patches=r"vulnerabilit(?:y|ies)|CVE-\d+|patch(?:es|ed|ing)?|exploit(?:s|ed|ation)?|zero-day|CVSS|security "
    r"(?:update|advisory|bulletin)|remediat\w+|flaws?|bugs?",
    courts=r"courts?|judges?|lawsuits?|sued?|suing|plaintiffs?|defendants?|appeals? court|rul(?:ed|ing)"
    r"|injunction|verdict|litigation|complaint",
    issued=r"issued(?: on)?|dated|date of issue|original release date|release date|signed(?: on| into law on)?"
    r"|approved|adopted(?: on)?|enacted|issue date|date:|released|done at .{0,30}",
    takes_effect=r"effective(?: date)?(?: as of| on| from| beginning)?|take[s]? effect(?: on| from)?|took effect(?: "
    r"on)?|taking effect(?: on)?|enter(?:s|ed)? into force(?: on)?|come[s]? into (?:force|effect)(?: "
    r"on)?|came into (?:force|effect)(?: on)?|in force (?:from|since|as of)|into effect(?: on)?"
    r"|go(?:es)? into effect(?: on)?|starting(?: from| on)?|beginning(?: on)?|applies from|with effect "
    r"from|as of|on or after|on and after",
    bills=r"a bill|(?:introduced|sponsored) +by|read (?:once|twice|the first time)|referred to (?:the )?(?:commit|house|senate)"
    r"|[hs]\.? ?b\.? ?\d+|(?:house|senate|assembly) bill|draft (?:law|bill|act|regulation)|original bill",
    applies=r"covers|(?:applies|apply|applicable|extends?|binding|addressed|(?:sent|issued|handed|circulated) (?:out )?) ?(?:to"
    r"|on)"
    r"|(?:memo|letter|email|note|notice|memorandum|requirements?|obligations?|rules?|guidelines?|guidance|directions?"
    r"|directives?|instructions?) (?:\w+ )?(?:to|on"
    r"|for)",
    calls=(
        ("directive", "directive"),
        ("executive order|emergency order|order|determination|decree", "order"),
        (r"act|law|statute|public law|bill|section \d+|as used in this (?:section|chapter)", "law"),
        ("clause|provision", "clause"),
        ("polic(?:y|ies)|standard|memorandum|guidelines?|guidance", "policy"),
        ("notice|circular|bulletin|announcement|letter", "notice"),
        ("warning|alert|advisory", "warning"),
    ),
)
