"""Spanish."""

from excise.law.drafting.lexicon.record import Lexicon
from excise.law.drafting.records import Duty

TABLE = Lexicon(
    code="es",
    common="de la que el en y a los del se las por un para con no una su al lo como más pero sus le ya o este "
    "sí porque esta entre son ha",
    modifiers_after=True,
    months={
        "enero": 1,
        "febrero": 2,
        "marzo": 3,
        "abril": 4,
        "mayo": 5,
        "junio": 6,
        "julio": 7,
        "agosto": 8,
        "septiembre": 9,
        "setiembre": 9,
        "octubre": 10,
        "noviembre": 11,
        "diciembre": 12,
    },
    numbers={
        "un": 1,
        "una": 1,
        "dos": 2,
        "tres": 3,
        "cuatro": 4,
        "cinco": 5,
        "seis": 6,
        "siete": 7,
        "ocho": 8,
        "nueve": 9,
        "diez": 10,
        "quince": 15,
        "veinte": 20,
        "treinta": 30,
        "sesenta": 60,
        "noventa": 90,
    },
    day="días?",
    week="semanas?",
    month="mes(?:es)?",
    year="años?",
    hour="horas?",
    business=r"hábiles|laborables",
    at_once=r"efectos? inmediatos?|de manera inmediata|desde ya|de forma inminente|cuanto antes|"
    r"inmediatamente|de inmediato|de forma inmediata|con efecto inmediato|sin demora",
    within=r"dentro de(?: los?| un plazo de)?|en (?:un|el) plazo(?: máximo)? de|plazo de|antes del?|hasta(?: "
    r"el)?|a más tardar(?: el)?|en los próximos|con plazo",
    since=r"a partir del?|desde(?: el)?",
    recurring=r"cada|por|hace|durante|los últimos",
    past=r"atrás|antes|después",
    end_of=r"(?:el |los )?(?:fin(?:al|ales)?|finales)(?: del?)?",
    start=r"comenzar(?: a)?|empezar(?: a)?|iniciar",
    origins=(
        (r"emisión|firma|expedición|(?:esta|la presente) (?:directiva|orden|resolución)", "issue"),
        (r"publicación", "publication"),
        (r"entrada en vigor|entrada en vigencia", "effective"),
        (r"inclusión|inscripción", "listing"),
        (r"detección|descubrimiento|identificación", "discovery"),
        (r"notificación|recepción|comunicación", "notice"),
        (r"adjudicación|firma del contrato", "other"),
    ),
    forbid=r"vet(?:ará|aron|adas|ados|an)|prohib(?:irá|irán|iría|imos)|prohíba|bloquea(?:rá)? el uso|no permitirá|"
    r"prohíb(?:e|en|a|an|ase)|prohib(?:ió|ido|ida|idos|idas|ir|ición|iciones|ieron|iendo)|vet(?:o|a|ó|ar"
    r"|ado|ada)|veda(?:do|da)?|impid(?:e|ió)|no (?:está|están) permitid\w+",
    cease=r"dej(?:ar|en|e)|ces(?:ar|e|en)|suspend\w+|interrump\w+|abandon\w+|evit(?:ar|en)",
    must=r"será[n]?(?= (?:elimin|retir|reempla|sustitu|bloque|desinstal))|"
    r"deb(?:e|en|erá|erán|ería|erían)|tien(?:e|en) que|tendrá?n? que|ha(?:n)? de|está(?:n)? obligad\w+ a"
    r"|obligad\w+ a|quedan? obligad\w+",
    must_not=r"no (?:podrá|podrán|puede|pueden|debe|deben|deberá|deberán)|tienen? prohibido|queda(?:n)? "
    r"prohibid\w+|no se (?:podrá|podrán|permit\w+)",
    order=r"orden(?:a|ó|an|aron|ar|ado|ada|ando)|exig(?:e|ió|en)|instruy(?:e|ó)|obliga(?:n|do)?|obligó"
    r"|dispon(?:e|en)|dispuso|decret(?:a|ó)|decid(?:e|ió|ido)|pid(?:e|ió|en)|solicitó|mand(?:a|ó)|dio"
    r"|otorgó|resolvió|determin(?:a|ó)|indicó",
    advise=r"desaconsej\w+|advirti\w+ contra|adviert\w+ (?:contra|sobre el uso)|recomiend\w+ no|recomend\w+ no|"
    r"recom(?:ienda|iendan|endó|endar|endación|endaciones|endado)|aconsej\w+|insta(?:n)?|instó|advert\w+"
    r"|advierte|adviert\w+|sugier\w+|sugirió|exhort\w+|desaconsej\w+|alert(?:a|ó)",
    propose=r"prevé|se plantea|valora|sopesa|prohibirá|vetará|prohibirán|baraj\w+|en los próximos (?:días|meses)|pretenden|"
    r"propon(?:e|en|er)|propuso|propuesta|proyecto|plane(?:a|an|ó)|estudia|considera|podría(?:n)?"
    r"|pretende|quiere|busca|baraja|prevé|iniciativa|anteproyecto|va a|amenaz\w+",
    vote=r"aprob(?:ó|ado|ada|aron)|apruebа?|aprueba|vot(?:ó|aron|ado)|adopt(?:ó|ado)",
    issue=r"dio a conocer|dieron a conocer|public(?:a|an)|autoriz(?:ó|ado|a)|comunic(?:ó|ado|a)|notific(?:ó|a)|"
    r"emiti(?:ó|do|da)|public(?:ó|ado|ada)|en vigor|vigente|firm(?:ó|ado|ada)|anunci(?:a|ó|ado)"
    r"|promulg\w+|dict(?:ó|ado)",
    suspend=r"suspend(?:e|ió|ido|ida|er)|suspensión|paraliz\w+|aplaz(?:a|ó|ado|ada)",
    revoke=r"levant(?:a|ó|ado|ar|amiento)|derog(?:a|ó|ado|ada|ar)|revoc(?:a|ó|ado|ada|ar)|anul(?:a|ó|ado|ada)"
    r"|elimina la prohibición|retir(?:a|ó) la prohibición|fin de la prohibición",
    duties=(
        (
            Duty.STOP_USE,
            r"(?:dej\w+|ces\w+|suspend\w+|interrump\w+|abandon\w+|evit\w+)(?: de| el| la| todo)*\s*(?:usar"
            r"|utiliz\w+|uso|emple\w+)|no (?:usar|utilizar|usen|utilicen|usaran|instalar)",
        ),
        (
            Duty.STOP_BUYING,
            r"(?:dej\w+|ces\w+|suspend\w+)(?: de| la| las)*\s*(?:compr\w+|adquir\w+|adquisici\w+|contrat\w+)|no "
            r"(?:comprar|adquirir|contratar)",
        ),
        (
            Duty.STOP_SELLING,
            r"(?:dej\w+|ces\w+|suspend\w+)(?: de| la)*\s*(?:vend\w+|venta|comercializ\w+|distribu\w+"
            r"|suministr\w+)|retir\w+ (?:de la venta|del mercado|de las tiendas)",
        ),
        (
            Duty.REMOVE,
            r"elimin(?:ar|arán|ará|en|e|ación|ado|ada|arse)|desinstal(?:ar|en|arán|ación|ado|e)|retir(?:ar|arán"
            r"|en|o|ada|ado)|borr(?:ar|en|ado)|suprimir|quitar|remover|desmontar",
        ),
        (
            Duty.REPLACE,
            r"reemplazarl\w+|sustituirl\w+|"
            r"reempla(?:zar|zo|cen|ce|zado|zarán)|sustitu(?:ir|ción|yan|ya|ido|irán)|migrar|cambiar(?:se)? a"
            r"|diversificar",
        ),
        (Duty.DISCONNECT, r"desconect(?:ar|en|ado)|aislar|apagar"),
        (Duty.BLOCK, r"bloque(?:ar|en|o|ado|arán)|impedir (?:el acceso|la instalación|el uso)|filtrar|restringir el acceso"),
        (Duty.IDENTIFY, r"identific(?:ar|ación|arán|quen)|inventari\w+|detectar|localizar|comprobar si|verificar si"),
        (
            Duty.PLAN,
            r"(?:elabor\w+|present\w+|desarroll\w+|prepar\w+|remit\w+)(?: \w+){0,2} plan(?:es)?(?: de \w+)?"
            r"|plan de (?:acción|retirada|eliminación|sustitución|migración)",
        ),
        (
            Duty.REPORT,
            r"inform(?:ar|arán|en)|report(?:ar|arán|en)|present\w+ (?:un )?informes?|notific(?:ar|arán|uen)"
            r"|comunicar(?:án)?|declarar|rendir",
        ),
        (
            Duty.MITIGATE,
            r"parche(?:ar|s)?|corregir|actualizar|mitigar|remediar|aplicar (?:los? )?(?:parches?"
            r"|actualizaci\w+)",
        ),
    ),
    uses=(
        (
            Duty.STOP_USE,
            r"us(?:ar|o|ado|ada|en|e|aran|ando)|utiliz(?:ar|ación|ado|ada|en|ando)|emple(?:ar|o|ado)(?! p)"
            r"|instal(?:ar|ación|ado|en)|descarg(?:ar|a|as|uen)|acceder|operar|tener|posesión|presencia",
        ),
        (
            Duty.STOP_BUYING,
            r"compr(?:ar|a|as|ado|en)|adquir(?:ir|ido|an)|adquisici(?:ón|ones)|contrat(?:ar|ación|aciones)"
            r"|licitaci\w+",
        ),
        (
            Duty.STOP_SELLING,
            r"vend(?:er|ido|an)|venta(?:s)?|suministr(?:ar|o)|ofrec(?:er|ido)|comercializ\w+|distribu\w+"
            r"|import(?:ar|ación)|prestar",
        ),
        (Duty.STOP_SUPPORTING, r"actualizaciones|mantenimiento|soporte"),
    ),
    goods=r"software|programas?|aplicaci(?:ón|ones)|apps?|productos?|servicios?|equipos?|dispositivos?"
    r"|hardware|herramientas?|antivirus|sistemas?|soluciones|plataformas?|teléfonos?|móviles|celulares"
    r"|cámaras?|drones?|routers?|tecnologías?|componentes?|red social|redes|modelos?|chatbots?"
    r"|computadoras|ordenadores|tabletas|informátic\w+|electrónicos|inteligencia artificial|IA",
    makers=r"empresas?|compañías?|firmas?|fabricantes?|proveedor(?:es|a)?|gigantes?|grupos?|desarrollador(?:es"
    r"|a)?|matriz|tecnológica|sociedad",
    origin=r"rus[oa]s?|chin[oa]s?|iran[ií]\w*|norcoreanos?|extranjer[oa]s?|estadounidenses?|de alto riesgo",
    bodies=r"estado mayor|ministra?|cámara de representantes|fcc|cnmc|aepd|gobierno federal|"
    r"gobierno|ministerio|secretaría|agencia|autoridad|comisión|consejo|parlamento|congreso|senado"
    r"|cámara|asamblea|presiden(?:cia|te)|casa blanca|departamento|oficina|administración|dirección"
    r"|instituto|tribunal|corte|junta|ejecutivo|centro|comité|superintendencia|ayuntamiento|pentágono"
    r"|servicio parlamentario",
    parties=r"organismos(?: oficiales| públicos)?|miembros del gobierno|contratistas|agencias federales"
    r"|empleados públicos|operadoras?|ejecutivo(?=s)|administración pública|docentes|alumnos|centros educativos"
    r"|altos cargos|policías|militares|"
    r"agencias|organismos|entidades|administraciones|ministerios|departamentos|funcionari[oa]s"
    r"|emplead[oa]s|trabajador(?:es|as)|personal|instituciones|dependencias|empresas|operador(?:es|as)"
    r"|proveedores|contratistas?|servidores públicos|legisladores|diputad[oa]s|miembros|ministros"
    r"|agentes|autoridades|escuelas|universidades|oficinas|órganos|usuarios|ciudadanos|municipios"
    r"|concesionarios|personas|comercios",
    titles=r"(?:primer[a]? |vice)*(?:ministr[oa](?: (?:del?|de la|sin cartera|francés|del interior|de \w+)(?: "
    r"\w+)*?(?= [A-Z]))?|president[ea]|secretari[oa](?: (?:de|del) \w+)?|director[a]?(?: (?:general"
    r"|federal|de la|del)(?: \w+)*?(?= [A-Z]))?|canciller|gobernador[a]?|alcalde(?:sa)?|comisari[oa]"
    r"|senador[a]?)",
    private_titles=r"director[a]? ejecutiv[oa]|consejero delegado|fundador[a]?|portavoz|voceros?|ceo|analistas?"
    r"|expert[oa]s?|investigador\w*|director del programa",
    portfolios=r"de la|del|de|y|oficina|administración|presupuesto|seguridad|estado|defensa|interior|función"
    r"|pública|casa blanca|digital|nacional|sin cartera|gabinete|británico|francés|información|federal",
    weekdays=r"lunes|martes|miércoles|jueves|viernes|sábado|domingo|hoy|ayer",
    official=r"la presente|el presente|de conformidad con|en virtud de|considerando|resuelve|decreta|artículo \d+"
    r"|visto",
    elsewhere=r"habían? (?:ya )?(?:prohibido|vetado)|"
    r"también (?:en|los|las|el|la) .{0,40}(?:prohib|vet|restring)\w+|ya (?:se|lo|la) (?:ha|habían?)|se suma(?:n)? a"
    r"|al igual que|"
    r"(?:medidas?|prohibición|decisión) similar(?:es)?|también (?:ha|han|prohib\w+|inform\w+|anunci\w+)"
    r"|ya (?:han|había|prohib\w+)|sigue los pasos|con anterioridad|otros países|además de",
    defines=r"significa|se entiende por|se entenderá por",
    gives=r"tendrán|tienen|tiene|dio|da|otorg\w+|conced\w+",
    places=r"contra|"
    r"en|a|hacia",
    owned=r"vinculad\w+ (?:a|al|con)|"
    r"propiedad (?:de|del)|perteneciente (?:a|al)|filial de|matriz|dueñ[oa] de|propietari[oa]",
    chambers=r"parlamento|senado|congreso|cámara(?: de \w+)?|asamblea(?: \w+)?|diputados|legisladores",
    articles=r"el|la|los|las|un|una|unos|unas|todos?|todas?|cada|sus?|cualquier|algun[oa]s?|otr[oa]s|vari[oa]s"
    r"|ningún|ninguna|este|esta|estos|estas",
    linkers=r"de la|de los|de las|del|de|y|e|para la|para el|para",
    modifiers=r"\w+(?:ales?|ares?|ic[oa]s?|iv[oa]s?|ari[oa]s?|os[oa]s?|an[oa]s?|in[oa]s?|és|esas?|enses?)"
    r"|públic[oa]s|federal(?:es)?|estatal(?:es)?|central(?:es)?|local(?:es)?|del estado"
    r"|gubernamental(?:es)?",
    stops=r"en|a|con|por|que|quien|cuyo|si|cuando|porque|pero|pues|luego|tras|antes|durante|bajo|sobre|entre"
    r"|contra|es|son|era|fue|fueron|ha|han|había|será|serán|puede|pueden|no|él|ella|ellos|se|dijo"
    r"|también|donde|como|cómo|al|prohíbe|deben|debe|deberán|ordena|ordenó|según|les?|para|desde|ya"
    r"|hasta|sin|anunció|informó|que",
    dissuades=r"desaconsej\w+|advirti\w+ contra|adviert\w+ (?:contra|sobre el uso)|recomiend\w+ no|recomend\w+ no",
    users=r"usuarios|ciudadanos",
    lands=r"países|estados|naciones",
    bills=r"proyectos? de ley|anteproyecto\w*|proposición de ley",
    signs=r"firm(?:ó|a)|ha firmado",
    extends=r"(?:la (?:medida|prohibición|norma|orden)|el veto|además)\s+(?:también\s+)?(?:afecta|abarca|alcanza"
    r"|incluye|se extiende|se aplica|cubre)n?",
    passive=r"prohibid\w+|vetad\w+",
    excludes=r"no están? (?:incluid|afectad)\w+|queda(?:n|rán)? fuera|excluid[oa]s?|a menos que|"
    r"no (?:se )?(?:aplica|aplican|aplicará|extiende|afecta|alcanza|incluye|rige)(?: a| en| para)?"
    r"|excepto|salvo|a excepción de|con (?:la )?excepción de|excepciones|quedan? exclu\w+|exclu(?:ye"
    r"|idos|ida|yendo)|exent[oa]s?|exenciones",
    law=r"(?:[Aa]rtículos?|[Aa]rts?\.) \d[\w.º]*(?:(?: y|,) \d[\w.º]*)*(?: (?:de la|del) (?:[Ll]ey"
    r"|[Dd]ecreto|[Cc]ódigo|[Cc]onstitución|[Rr]eglamento)(?: [\w.-]+){0,6})?|(?:[Ll]ey|[Rr]eal "
    r"[Dd]ecreto(?:-ley)?|[Dd]ecreto(?:-ley)?|[Oo]rden|[Rr]esolución|[Rr]eglamento|[Dd]irectiva)(?: "
    r"Orgánica| Supremo| Federal| \(UE\))?(?: (?:N[.º°o]* ?|núm\. )?\d[\d./-]*)(?:,? de \d{1,2} de "
    r"\w+(?: de \d{4})?)?|[Ll]ey (?:Orgánica |General |Federal |Nacional )?de [A-ZÁÉÍÓÚ]\w+(?: (?:de(?: "
    r"la| los)?|y|del) [A-ZÁÉÍÓÚ]\w+| [A-ZÁÉÍÓÚ]\w+)*",
    denies=r"carec\w+ de (?:todo )?fundamento|desmiente\w*|niega\w*|rechaz(?:an|aron)|neg(?:aron|ado)|injust\w+"
    r"|no suponen (?:una )?amenaza|ninguna justificación|defend(?:ió|ieron)|inconstitucional|"
    r"neg(?:ado|ó|a|ar)|nieg(?:a|an)|rechaz(?:a|ó|ado|amos)|desm(?:iente|intió|entido)|refut\w+"
    r"|infundad\w+|sin fundamento|decepcion\w+|lament\w+|sin pruebas|ninguna prueba|recurr\w+|apel\w+"
    r"|información errónea|critic\w+|políticamente",
    answers=r"asegur(?:an|aron)|afirm(?:an|aron)|se pronunci\w+|ha señalado|aseguran|respond(?:e|en)|manifest(?:ó"
    r"|aron)|sostien\w+|"
    r"dij(?:o|eron)|declaró|afirmó|explicó|indicó|señaló|agregó|añadió|aseguró|según|comunicado|sostuvo"
    r"|respondió|portavoz|ha (?:negado|rechazado|anunciado|comunicado|tuiteado)|aclaró|precisó|publicó",
    patches=r"vulnerabilidad(?:es)?|fallos?|CVE-\d+|parches?|exploit\w*|brechas?",
    courts=r"tribunal(?:es)?|corte|juez(?:a)?|jueces|demanda|demandó|juicio|sentencia|fallo|apelación",
    issued=r"de fecha|emitid[oa] el|publicad[oa] el|firmad[oa] el|dad[oa] en .{0,30}|fecha:|aprobad[oa] el",
    takes_effect=r"entr(?:a|ó|ará|ada) en vig(?:or|encia)(?: el| a partir del)?|a partir del?|con efectos? (?:desde"
    r"|a partir)(?: del)?|vigente desde",
    calls=(
        (r"directiva|instrucción", "directive"),
        (r"orden|decreto|resolución", "order"),
        (r"ley|proyecto de ley", "law"),
        (r"cláusula", "clause"),
        (r"política|lineamientos?|guía", "policy"),
        (r"circular|aviso|comunicado|nota|oficio", "notice"),
        (r"advertencia|alerta", "warning"),
    ),
)
