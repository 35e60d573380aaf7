"""Portuguese."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="pt",
    common="de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das à pela pelo "
    "são foi nos também sua seu está",
    modifiers_after=True,
    months={
        "janeiro": 1,
        "fevereiro": 2,
        "março": 3,
        "abril": 4,
        "maio": 5,
        "junho": 6,
        "julho": 7,
        "agosto": 8,
        "setembro": 9,
        "outubro": 10,
        "novembro": 11,
        "dezembro": 12,
    },
    numbers={
        "um": 1,
        "uma": 1,
        "dois": 2,
        "duas": 2,
        "três": 3,
        "quatro": 4,
        "cinco": 5,
        "seis": 6,
        "sete": 7,
        "oito": 8,
        "dez": 10,
        "quinze": 15,
        "vinte": 20,
        "trinta": 30,
        "sessenta": 60,
        "noventa": 90,
    },
    day="dias?",
    week="semanas?",
    month="m[eê]s(?:es)?",
    year="anos?",
    hour="horas?",
    business=r"úteis",
    at_once=r"efeitos? imediatos?|de forma imediata|desde já|o mais rápido possível|"
    r"imediatamente|de imediato|com efeito imediato|sem demora",
    within=r"dentro de|no prazo(?: máximo)? de|prazo de|até(?: o| ao)?(?: dia| final de| fim de)?|antes de|nos "
    r"próximos|em até",
    gives=r"terão|têm|tem|deu|concedeu",
    since=r"a partir d[eo](?: dia)?|desde(?: o)?",
    recurring=r"a cada|por|há|durante|nos últimos",
    past=r"atrás|antes|depois",
    end_of=r"(?:o )?(?:fim|final)(?: de| do)?",
    start=r"começar(?: a)?|iniciar|dar início",
    origins=(
        (r"emissão|assinatura|expedição|edição", "issue"),
        (r"publicação", "publication"),
        (r"entrada em vigor", "effective"),
        (r"inclusão", "listing"),
        (r"detecção|deteção|descoberta|identificação", "discovery"),
        (r"notificação|recebimento|receção|comunicação", "notice"),
        (r"adjudicação|contratação", "other"),
    ),
    forbid=r"banir|proibição|bloqueio|interdição|excluir|"
    r"pro[ií]b(?:e|em|iu|ido|ida|idos|idas|ir|ição|indo|iram)|bane|bani(?:u|do|da|r|mento|ram)|ved(?:a"
    r"|ado|ada|ar|ou)|interdi\w+|não (?:é|são) permitid\w+",
    cease=r"cess(?:ar|e|em)|deix(?:ar|em|e)|interromp\w+|suspend\w+|par(?:ar|em)|abandon\w+|evitar",
    must=r"ser(?:á|ão)(?= (?:remov|elimin|substitu|bloque|desinstal|retirad))|"
    r"dev(?:e|em|erá|erão|eria|eriam)|t[eê]m (?:de|que)|ter[áã]o? (?:de|que)|(?:está|estão|são|é|ficam) "
    r"obrigad\w+ a|obrigad\w+ a",
    must_not=r"não (?:pode|podem|poderá|poderão|deve|devem|deverá|deverão)|fica(?:m)? (?:proibid\w+|vedad\w+)"
    r"|est(?:á|ão) proibid\w+",
    order=r"orden(?:a|ou|aram|ado|ada|ar)|determin(?:a|ou|ado|aram)|exig(?:e|iu|em)|obrig(?:a|ou|am)"
    r"|decret(?:a|ou)|decid(?:e|iu|iram)|instru(?:i|iu)|ped(?:e|iu|iram)|solicit(?:a|ou)|mand(?:a|ou)"
    r"|imp(?:õe|ôs)|delibero\w+",
    advise=r"desaconselh\w+|desencoraj\w+|recomend\w+ (?:que não|não|contra)|alert\w+ contra|"
    r"recomend(?:a|ou|am|ação|ações|ado)|aconselh\w+|desaconselh\w+|alert(?:a|ou)|advert\w+|suger\w+"
    r"|orient(?:a|ou)|apel(?:a|ou)|avis(?:a|o|ou)",
    propose=r"vão(?= \w+r)|vai(?= \w+r)|anuncia que vai|pondera|equaciona|prevê|deverá(?= (?:proibir|banir))|irá|"
    r"prop(?:õe|ôs|or|osta)|projeto|projecto|planeia|planeja|pretende|quer|estuda|avalia|poder(?:á|ia)"
    r"|consider(?:a|ando)|pondera|minuta|ameaç\w+|vai",
    vote=r"aprov(?:a|ou|ado|ada|aram)|vot(?:a|ou|aram)",
    issue=r"publicad[oa]|em vigor|assinad[oa]|anunci(?:a|ou|ado)|emiti(?:u|do|da)|promulg\w+|divulg\w+",
    suspend=r"suspens[oa]|suspens[ãa]o|suspend\w+|adiad[oa]",
    revoke=r"revog(?:a|ou|ado|ada)|levant(?:a|ou|ado|amento)|anul(?:a|ou|ado|ada)|retir(?:a|ou) a proibição"
    r"|fim da proibição|derrub\w+",
    duties=(
        (
            Duty.STOP_USE,
            r"descart(?:ar|em)|abst(?:er|enham)-?se de (?:usar|utilizar)|suspender o uso|"
            r"(?:cess\w+|deix\w+|interromp\w+|suspend\w+|par\w+|evit\w+|abandon\w+)(?: de| o| a| "
            r"com)*\s*(?:us\w+|utiliz\w+)|não (?:usar|utilizar|instalar|usem|utilizem)",
        ),
        (Duty.STOP_BUYING, r"(?:cess\w+|deix\w+|suspend\w+|não)(?: de| a)*\s*(?:compr\w+|adquir\w+|aquisi\w+)"),
        (
            Duty.STOP_SELLING,
            r"(?:cess\w+|deix\w+|suspend\w+|retir\w+)(?: de| a| da)*\s*(?:vend\w+|comercializ\w+|distribu\w+"
            r"|fornec\w+)",
        ),
        (
            Duty.REMOVE,
            r"remov\w+|eliminação|retirada|"
            r"remo(?:ver|vam|ção|vido|verão)|desinstal\w+|elimin(?:ar|em|ação|ado)|apag(?:ar|uem)|exclu(?:ir"
            r"|são)(?= (?:o|a) (?:app|aplicati|programa))|retir(?:ar|em|ada)",
        ),
        (Duty.REPLACE, r"substitu(?:ir|ição|am|ído|irão)|troc(?:ar|a)|migrar|diversificar"),
        (Duty.DISCONNECT, r"desconect\w+|desligar|isolar"),
        (Duty.BLOCK, r"bloque(?:ar|io|ado|iem|iem)|impedir o (?:acesso|uso)|filtrar"),
        (Duty.IDENTIFY, r"identific(?:ar|ação|arem)|inventari\w+|inventário|levantamento"),
        (
            Duty.PLAN,
            r"(?:elabor\w+|apresent\w+|prepar\w+)(?: \w+){0,2} planos?|plano de (?:ação|remoção|substituição"
            r"|migração)",
        ),
        (Duty.REPORT, r"inform(?:ar|em)|comunic(?:ar|em)|notific(?:ar|uem)|relat(?:ar|ório)|reportar"),
        (Duty.MITIGATE, r"corrigir|atualizar|mitigar|aplicar (?:os |as )?(?:patches|correções|atualizações)"),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"us(?:ar|o|ado|ada|em)|utiliz(?:ar|ação|ado|ada|em)|instal(?:ar|ação|ado|em)|descarreg\w+|baix(?:ar"
            r"|em)|acess(?:ar|o)|aced\w+|download",
        ),
        (Duty.STOP_BUYING, r"compr(?:ar|a|as)|adquirir|aquisi(?:ção|ções)|contrat(?:ar|ação)"),
        (Duty.STOP_SELLING, r"vend(?:er|a|as)|fornec(?:er|imento)|comercializ\w+|distribu\w+|import(?:ar|ação)|oferecer"),
        (Duty.STOP_SUPPORTING, r"atualizações|manutenção|suporte"),
    ),
    goods=r"software|programas?|aplica(?:tivos?|ções|ção)|apps?|produtos?|serviços?|equipamentos?"
    r"|dispositivos?|aparelhos?|hardware|ferramentas?|antivírus|sistemas?|soluções|plataformas?"
    r"|telefones?|telem[óo]veis|celulares|câmaras|câmeras|drones?|routers?|roteadores|tecnologias?"
    r"|componentes|rede social|redes|modelos?|chatbots?|computadores|inteligência artificial",
    makers=r"empresas?|companhias?|fabricantes?|fornecedor(?:es|a)?|gigantes?|grupos?|desenvolvedor(?:es|a)?"
    r"|firmas?|operador(?:es|a)(?= de)",
    origin=r"russ[oa]s?|chines(?:a|as|es)?|chinês|iranian[oa]s?|estrangeir[oa]s?|norte-american[oa]s?|de alto "
    r"risco",
    bodies=r"executivo|exército|casa branca|comissão europeia|câmara dos deputados|anacom"
    r"|comissão de avaliação de segurança|conselho superior|reino|cncs|procuradoria|stf|supremo tribunal|"
    r"governo|ministério|secretaria|agência|autoridade|comissão|conselho|parlamento|congresso|senado"
    r"|câmara|assembleia|presidência|casa branca|departamento|gabinete|tribunal|supremo|administração"
    r"|direção|instituto|centro|justiça",
    parties=r"funcionários(?: públicos| governamentais| do governo)?|militares|servidores|operadoras|professores"
    r"|alunos|empregados|colaboradores|militares|pessoal|"
    r"órgãos|entidades|agências|ministérios|departamentos|funcionári[oa]s|servidores(?: públicos)?"
    r"|trabalhadores|instituições|empresas|operador(?:es|as)|fornecedores|contratad[oa]s|deputados"
    r"|membros|escolas|universidades|autarquias|usuários|utilizadores|organismos|administrações"
    r"|serviços públicos|municípios|autoridades",
    titles=r"membro do governo|ministr[oa]|vice-primeiro-ministro|chefe de gabinete|secretári[oa] de estado|"
    r"(?:primeir[oa]-|vice-?)*(?:ministr[oa](?: (?:da|do|das|dos) \w+(?: \w+)*?(?= [A-Z]))?"
    r"|president[ea]|secretári[oa](?: de estado)?|diretor[a]?(?:-geral)?|governador[a]?|comissári[oa]"
    r"|prefeit[oa]|chanceler)",
    private_titles=r"diretor executivo|presidente executivo|fundador|porta-voz|ceo|analistas?|especialistas?",
    portfolios=r"da|do|das|dos|de|e|estado|defesa|segurança|justiça|interior|digital|comunicações|economia",
    weekdays=r"segunda(?:-feira)?|terça(?:-feira)?|quarta(?:-feira)?|quinta(?:-feira)?|sexta(?:-feira)?|sábado"
    r"|domingo|hoje|ontem",
    official=r"a presente|o presente|nos termos|considerando|resolve|decreta|artigo \d+|art\. ?\d+|portaria"
    r"|deliberação",
    elsewhere=r"(?:havia|tinha)m? (?:proibido|banido)|seguiram|já tinham?|"
    r"vários países|muitos (?:países|governos)|outras? (?:países|entidades)|na semana passada|"
    r"também (?:a|o|as|os)? ?(?:\w+ ){0,3}?(?:proib|ban|inform|vet)\w+|foi (?:a vez|seguida)|seguindo|à semelhança"
    r"|tomaram decisões parecidas|proibição semelhante|outros países|antes disso|por sua vez|"
    r"(?:medidas?|proibição|decisão|decisões) semelhantes?|também (?:proib\w+|bani\w+|anunci\w+)|já "
    r"(?:proib\w+|bani\w+|haviam)|outros países",
    defines=r"entende-se por|significa",
    places=r"contra|"
    r"em|no|na|nos|nas|para",
    owned=r"ligad\w+ (?:a|à|ao)|"
    r"propriedade (?:de|da|do)|pertencente|controlad[oa] pel[oa]|subsidiária|dona d[oa]|proprietári[oa]",
    chambers=r"parlamento|senado|congresso|câmara(?: dos deputados)?|assembleia|deputados|senadores",
    articles=r"o|a|os|as|um|uma|todos|todas|cada|seus?|suas?|outr[oa]s|vári[oa]s|algun[s]?|este|esta|estes|qualquer",
    linkers=r"da|do|das|dos|de|e|para a|para o|para",
    modifiers=r"\w+(?:ais|al|ares|ar|ic[oa]s?|iv[oa]s?|ári[oa]s?|os[oa]s?|an[oa]s?|eir[oa]s?|uês|uesa)"
    r"|públic[oa]s?|federa(?:l|is)|estata(?:l|is)|centra(?:l|is)|loca(?:l|is)",
    stops=r"em|com|por|pelo|pela|que|quem|se|quando|porque|mas|após|antes|durante|sob|sobre|entre|contra|é|são"
    r"|era|foi|foram|tem|têm|será|serão|pode|podem|não|ele|ela|eles|disse|também|onde|como|no|na|nos|nas"
    r"|ao|à|aos|às|proíbe|devem|deve|deverão|ordenou|segundo|para|já|desde",
    dissuades=r"desaconselh\w+|desencoraj\w+|recomend\w+ (?:que não|não|contra)|alert\w+ contra",
    users=r"usuários|utilizadores",
    lands=r"países|estados",
    bills=r"projetos? de lei|projecto de lei",
    signs=r"assinou|assina",
    extends=r"(?:a proibição|a medida|a decisão)\s+(?:também\s+)?(?:abrange|afeta|inclui|aplica-se|estende-se|atinge)",
    passive=r"proibid\w+|banid\w+",
    excludes=r"exce[pç]+ões(?: limitadas)?(?: para)?|exceção|excepto|à exceção|"
    r"não se aplica(?:m)?(?: a| ao| à| aos| às)?|exceto|salvo|com exce[pç]?ção d[eoa]s?|exce(?:ções|ção)"
    r"|isent[oa]s?|isenções|exclu(?:ídos|ídas|indo)|excetuam-se",
    law=r"(?:[Ll]ei|[Dd]ecreto|[Pp]ortaria|[Rr]esolução) [A-Z]\w+ n\.?[º°o] ?[\d./-]+(?:,? de \d{1,2} de \w+(?: de \d{4})?)?|"
    r"(?:[Aa]rtigos?|[Aa]rts?\.) \d+[.º°ª]*(?:,? (?:da|do) (?:[Ll]ei|[Dd]ecreto|[Cc]ódigo"
    r"|[Rr]egulamento)(?: (?:n\.?[º°o] ?)?[\d./-]+)?)?|(?:[Ll]ei|[Dd]ecreto(?:-[Ll]ei)?|[Pp]ortaria"
    r"|[Rr]esolução|[Dd]eliberação)(?: Complementar)? n\.?[º°o] ?[\d./-]+(?:,? de \d{1,2} de \w+(?: de "
    r"\d{4})?)?",
    denies=r"(?:tem|têm|vem|vêm) rejeitad\w+|rejeit(?:ado|am|aram)|nega(?:m|ram|do)|insist(?:e|iu)|não recolhe"
    r"|garant(?:e|iu)|defend(?:e|eu)|"
    r"neg(?:a|ou|am)|rejeit(?:a|ou)|desment\w+|refut\w+|infundad\w+|lament\w+|decepcion\w+|desapontad\w+"
    r"|sem provas|recorr\w+|contest\w+|critic\w+",
    answers=r"foi explicado|explicad\w+|adiant(?:a|ou)|revel(?:a|ou)|refer(?:e|iu)|sublinh(?:a|ou)|garantiu"
    r"|tem (?:rejeitado|negado)|insistiu|"
    r"disse|declar(?:a|ou)|afirm(?:a|ou)|explic(?:a|ou)|acrescentou|segundo|comunicado|porta-voz"
    r"|respondeu|em nota|negou",
    patches=r"vulnerabilidades?|falhas?|CVE-\d+|exploit\w*|correções",
    courts=r"tribunal|tribunais|juiz(?:a|es)?|processo|ação|sentença|recurso|supremo",
    issued=r"de|datad[oa] de|publicad[oa] em|assinad[oa] em|data:|brasília,|lisboa,",
    takes_effect=r"entr(?:a|ou|ará) em vigor(?: em| no dia| a partir de)?|a partir de|com efeitos? (?:a partir de"
    r"|desde)|em vigor desde",
    calls=(
        (r"diretiva|instrução", "directive"),
        (r"despacho|decreto|portaria|ordem", "order"),
        (r"lei|projeto de lei", "law"),
        (r"cláusula", "clause"),
        (r"política|diretrizes", "policy"),
        (r"circular|aviso|comunicado|nota|ofício|deliberação", "notice"),
        (r"alerta|advertência", "warning"),
    ),
)
