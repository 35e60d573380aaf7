"""Words of every day and of every software shelf: alone they name no maker and no product. Folded, of one word each."""

_WORDS = """
    about access account action active activity adapter add address admin advanced agent air alarm alert alpha analysis
    analytics analyzer app apple application apps arc archive arm array art asset assistant atlas atom attack audio audit auth
    author auto backup bank bar base basic battery beacon bell beta bin bit black block blue board body book boot border bot
    box branch bridge bright broker browser bucket buffer build builder business button cable cache calendar call camera
    capture car card care case catalog center central chain change channel chart chat check circle city class clean cleaner
    clear client clip clock cloud cluster code collection collector color command common communication community compact
    company compass compute computer config connect connection connector console contact container content control controller
    cookie copy core corner count cover create crystal cube customer cyber daemon dark dash dashboard data database date day
    deck default defender deploy design desktop detect developer device diagnostic dialog digital direct director directory
    disc disk display doc dock document domain door download downloader draw drive driver drone eagle earth easy echo edge
    edit editor education electron element email embed empty end endpoint energy engine enterprise entry error ethernet event
    exchange expert explorer export express extension eye factory family fast feature feed field file files filter find fire
    firewall firmware first flash flow fly folder font force form forum forward foundation frame framework free friend front
    full function fusion future gadget galaxy game gate gateway general generator giant gift global go gold graph graphics
    green grid group guard guest guide handler harbor hardware hash head health heart help helper hero high history home honor
    hook host hotel hour house hub human hybrid icon identity image import index industrial info information input insight
    inspect inspector install installer instance instant integration intelligence interface internet inventory island item
    java job journal jump kernel key keyboard kids kit lab lake lamp language laptop lark launch launcher layer leaf lemon
    level library license life light lightning line link lion list lite live loader local location lock log logger logic login
    loop mail main maintenance manage management manager map mark market mask master match matrix media meet meeting memo
    memory menu message messenger meta meter method micro mind mini mirror mobile mode model modem module moment monitor moon
    motion mount mouse move movie multi music name native navigator net network news next night node note notebook notes
    notify number object observer ocean offer office one online open operation optimizer option orange order origin output
    package packet page paint panel paper parent partner party pass password patch path pattern pay peak people performance
    personal phone photo picture pilot pixel plan planet platform play player plugin plus point policy pool port portal post
    power premium print printer privacy private pro process product profile program project protect protection protector
    protocol proxy public pulse query queue quick radar radio rain ranger raw reader ready real record recorder recovery red
    registry relay release remote report request rescue reset resource response rest result ring river road robot rocket room
    root route router rule run runtime safe safety sample sandbox save scale scan scanner scene schedule scheduler school
    science scope screen script sdk search secure security sensor server service session setting settings setup share sharp
    shell shield shift shop shot signal silver simple site sky small smart snap snapshot social soft software solution sound
    source space spark speaker speed sphere spot spring stack standard star start state station status stick storage store
    storm stream street string studio style suite summit sun support swift switch symbol sync system table tag target task
    team tech technology telemetry term terminal test text theme thing thread threat ticket tiger time timer title token tool
    toolbox tools top total touch tower trace track tracker trade traffic train training transfer transit translate translator
    transport tray tree trend trial trust tube tunnel turbo type ultra unified union unit unity universal update updater
    upload user utility value vault vector vehicle version video view viewer virtual vision visual voice volume wallet watch
    wave weather web wheel white wide widget window windows wing wire wireless wizard word work worker workspace world writer
    zero zone zoom
"""
COMMON_WORDS = frozenset(_WORDS.split())
"""English, as software is named in it; written for this purpose."""
