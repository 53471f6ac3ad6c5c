// Common Danish and English words that look like abbreviations before a full stop; from a speaker's memory.
export const COMMON_WORDS = `
af alle alt altid anden at bag barn bedst bil blev bliver bor brug bare båd da dag de dem den der det dig
din dit dog du efter eks eller en end eng er et fald far fast fat fem fin fir fod for form fra fri frit frø
få før gang gav gik gift god godt går had han har hat hel hen hende her hest hjem hos hun hus hvad hvor hår
ikke ind ingen ja job jul kat klar kom kort kun kunst køn køre lad land lang lav let lige lille liv lys løn
mad man mand med mel mest mig min mit mod mor musik må når nat ned nej ni nok nu ny nå når og også om op ord
os over par penge plan på rart ren rest ret rig rim rod ro rum råd sag sal sang se ser sig sin sind sit skat
skal skov som sort sol spil stor står sur svar syg så søn sød tak tal tab tid til ting tit to top tre træt
tør ud uden ung uge under vand var ved vej vel ven ver vi vil virk vis vred vær være år ægte øl art about
act add age ago aid air all am and any are arm art as ask at bad bag be best big bill bit body boy bus but
buy by call can car cat city cold come cut day dead deal did die do dog done door down drug east eat egg end
ever eye face fact fall fan far fast fat few fig fine fire fit for form free from fun get gen go god gone
good gun had hand hard has hat have he help her here hit home hot how ill in is it job joy just keep key kid
know lad last late law left leg let lie life like live long lot love low mad made man may me men met mill
mind miss mob more most much must my name need new nice night no not now odd off oil old on one open or out
own page part pass pay pen pet play pop pretty pull put ran rest rich ride right road run sad safe said same
sat saw say school sea seat see sent set she shop sick sign sit six sleep so some son soon stop sun sure
take talk tax tea ten that them then there they thing this time tip to told too top town tree try two under
up us use very walk war was way we wed well went were west what when who why wife will win with wood word
work year yes yet you young
`.trim();
