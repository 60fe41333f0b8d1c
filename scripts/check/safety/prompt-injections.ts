/** A way of speaking to a model; `needs` is a cheap part of it, without which `pattern` cannot match. */
type Injection = { needs: RegExp; pattern: RegExp };

/** Between two words of a pattern: a few others at most, within the sentence. */
const few = String.raw`[^.!?\n]{0,40}?`;
const orders =
  'instructions?|prompts?|rules?|guidelines?|directions?|directives?|commands?|orders|programming|training|' +
  'constraints?|restrictions?|safeguards?|filters?|context';
const earlier =
  'previous|prior|above|earlier|preceding|foregoing|existing|original|initial|all|any|every|your|system|safety';
const judges =
  'language models?|evaluators?|judges?|graders?|reviewers?|annotators?|classifiers?|moderators?';

function english(needs: string, pattern: string): Injection {
  return { needs: new RegExp(needs, 'i'), pattern: new RegExp(pattern, 'gi') };
}

/** Texts that address a model reading them: one that is trained, or one that judges the sample. */
const inEnglish = [
  english(
    orders,
    String.raw`\b(?:ignore|disregard|forget|override|overrule|bypass|skip|drop|discard|neglect|do not follow|don't follow|stop following|pay no attention to)\b${few}\b(?:${earlier})\b${few}\b(?:${orders})\b`,
  ),
  english(
    orders,
    String.raw`\b(?:ignore|disregard|forget|override|bypass|pay no attention to|do not follow|don't follow)\b${few}\b(?:${orders}) (?:above|before this|(?:that )?you (?:were|have been|got)|you've been)\b`,
  ),
  // Spelled letter by letter, words run together.
  english(
    'previous|prior|above|earlier',
    String.raw`\b(?:ignore|disregard|forget|override|bypass)(?:all|any|the|your|every|these|of){0,3}(?:previous|prior|above|earlier)(?:instructions?|prompts?|rules?|orders|commands?|context)\b`,
  ),
  english(
    'disregard|ignore|forget',
    String.raw`\b(?:disregard|ignore|forget)(?: (?:everything|anything|all|what|of|that|the|is|was|came|stands|stood|written|said|text|content)){0,5} (?:above|before this|so far(?=[.!,]| and\b)|(?:that )?you (?:were|have been|had been) (?:told|given|taught)(?! about\b))`,
  ),
  english(
    'from now on|starting now|from here on',
    String.raw`\b(?:from now on|starting now|from here on),? you (?:will|must|shall|should|only|are to|have to|always|can)\b${few}\b(?:answer|respond|reply|speak|say|output|act|behave|obey|print|write)\b`,
  ),
  english(
    'respond|reply|answer|output',
    String.raw`\b(?:respond|reply|answer|output) (?:only|just|exactly|solely)(?: with)?(?: the words?)? {0,2}["'{\u201c\u2018]`,
  ),
  english(
    'passed|approved|unbiased',
    String.raw`\b(?:mark|rate|score|label|classify|grade|judge|flag) (?:it|this|me|everything) (?:as |with )?(?:passed|approved|unbiased)\b`,
  ),
  english(
    'prompt|system message|instructions',
    String.raw`\b(?:reveal|print|repeat|show|output|display|leak|tell me|give me|what (?:is|are))\b${few}\b(?:your|the|its) (?:(?:system|hidden|secret|initial|original|full|exact) ){0,3}(?:prompt|system message|instructions)\b`,
  ),
  english(
    'you are (?:now|no longer)',
    String.raw`\byou are (?:now|no longer) (?:an? )?(?:\w{1,16} ){0,3}(?:dan|jailbroken|unrestricted|unfiltered|uncensored|developer mode|evil|ai|assistant|model|chatbot|bound|restricted)\b`,
  ),
  english(
    ' mode',
    String.raw`\b(?:developer|debug|god|admin|sudo|jailbreak|dan) mode\b${few}\b(?:enabled?|activated?|on|engaged?)\b|\b(?:enable|enter|activate|switch to)\b${few}\b(?:developer|debug|god|admin|jailbreak|dan) mode\b`,
  ),
  english(
    'anything now|jailbreak|prompt injection',
    String.raw`\b(?:do anything now|jailbreak prompt|prompt injection)\b`,
  ),
  english(
    'restriction|filter|rules|guideline|limit|censorship',
    String.raw`\b(?:pretend|act|respond|behave|roleplay)\b${few}\b(?:without|no|free of|ignoring)\b${few}\b(?:restrictions?|filters?|rules|guidelines|limits|limitations|censorship)\b`,
  ),
  english(
    ':',
    String.raw`\b(?:new|updated|revised|real|actual|important) (?:system )?(?:instructions?|prompt|directives?|task)\s{0,3}:|\b(?:system|admin|developer) (?:override|prompt|message|notice|instruction)s?\s{0,3}:`,
  ),
  english(
    'bias|verdict|score|rating|label|toxicity|passed|approved|safe',
    String.raw`\b(?:output|return|respond with|reply with|answer with|print|say|emit|write)\b[^.!?\n]{0,24}["'{ ](?:bias|verdict|score|rating|label|toxicity|passed|approved|safe)["' ]{0,3}[:=]`,
  ),
  english(
    String.raw`\b(?:rate|score|grade|label|mark|classify|judge|evaluate|flag|approve)\b`,
    String.raw`\b(?:rate|score|grade|label|mark|classify|judge|evaluate|flag|approve)\b${few}\b(?:this|the) (?:sample|text|response|answer|contribution|submission|entry|output)\b${few}\b(?:as (?:safe|unbiased|neutral|fair|passed?|approved|correct|harmless)|highest|maximum|perfect|full marks|10|100|pass)\b`,
  ),
  english(
    'must|should|has to|needs to',
    String.raw`\b(?:this|the) (?:sample|text|response|answer|contribution|submission|entry|output) (?:must|should|has to|needs to) be (?:rated|scored|graded|labell?ed|marked|classified|judged|evaluated|flagged|approved|accepted)\b${few}\b(?:safe|unbiased|neutral|fair|pass(?:ed)?|approved|correct|harmless|highest|maximum|perfect|10|100)\b`,
  ),
  english(
    'rubric|scoring|grading',
    String.raw`\b(?:ignore|disregard|forget|override|bypass|skip|do not follow|don't follow)\b${few}\b(?:rubric|(?:scoring|grading) (?:guide|criteria|rules|scheme))\b`,
  ),
  english(
    `${judges}|ai|llm`,
    String.raw`\b(?:as|dear|attention|note to|hey|if you are)[ ,:]{1,3}(?:an? |the |any )?(?:${judges}|(?:ai|llm)s?(?=[ ,:]))\b${few}\b(?:must|should|have to|need to|please|you will)\b${few}\b(?:rate|score|approve|pass|accept|ignore|output|mark|label|answer|give)\b`,
  ),
  english(
    'flag|report|reject|mention|reveal',
    String.raw`\b(?:do not|don't|never) (?:flag|report|reject|mention|reveal)\b${few}\b(?:this|the) (?:sample|text|message|contribution|submission|instructions?|prompt)\b`,
  ),
  // A turn of a transcript, or a section of an instruction format, in the middle of a text.
  english(':', String.raw`(?<![^\n])[ *#>]{0,8}(?:system|assistant|human|user|ai|bot)[ *]{0,3}:[ *]{0,3}\S`),
  english(
    '##',
    String.raw`(?<![^\n])#{2,4} {0,2}(?:instruction|system|response|input|assistant|user|human)\b`,
  ),
  english(
    '[[<]|begin|end of',
    String.raw`\[/?(?:system|assistant|user|instructions?)\]|</?(?:system|assistant|user|instructions?|prompt)>|\bbegin (?:system|prompt|instructions?)\b(?= *[-:\]\n])|\bend of (?:system )?(?:prompt|instructions?)\b`,
  ),
];

function foreign(needs: string, pattern: string): Injection {
  return { needs: new RegExp(needs, 'iu'), pattern: new RegExp(pattern, 'giu') };
}

/** "Ignore all previous instructions", in the languages with most speakers online. */
const inOtherLanguages = [
  foreign(
    'anweisung|instruktion|regel|befehl|vorgabe',
    String.raw`\b(?:ignorier|vergiss|vergesst|missachte|vernachlässig)\p{L}{0,3}${few}(?:vorherig|bisherig|vorangegangen|vorangehend|obig|früher|alle)\p{L}{0,3}${few}(?:anweisung|instruktion|regel|befehl|vorgabe)`,
  ),
  foreign(
    'instructions|consigne|règle',
    String.raw`\b(?:ignore[zr]?|oublie[zr]?)\b${few}(?:instructions|consignes?|règles?)${few}(?:précédente|antérieure|ci-dessus|système)`,
  ),
  foreign(
    'instrucciones|indicaciones|reglas|órdenes',
    String.raw`\b(?:ignor|olvid|descart)\p{L}{1,4}${few}(?:instrucciones|indicaciones|reglas|órdenes)${few}(?:anteriores|previas|sistema)`,
  ),
  foreign(
    'instruções|regras|ordens',
    String.raw`\b(?:ignor|esque|desconsider)\p{L}{1,4}${few}(?:instruções|regras|ordens)${few}(?:anteriores|prévias|acima|sistema)`,
  ),
  foreign(
    'istruzioni|regole|indicazioni',
    String.raw`\b(?:ignora|dimentica|trascura)\p{L}{0,3}${few}(?:istruzioni|regole|indicazioni)${few}(?:precedenti|sistema)`,
  ),
  foreign(
    'instructies|opdrachten|regels',
    String.raw`\b(?:negeer|vergeet)${few}(?:vorige|voorgaande|eerdere|alle)${few}(?:instructies|opdrachten|regels)`,
  ),
  foreign(
    'инструкц|указани|правил|команд',
    String.raw`(?:игнорир|забуд|проигнорир)\p{L}{1,5}${few}(?:предыдущ|прежн|вышеуказанн|все)\p{L}{0,4}${few}(?:инструкц|указани|правил|команд)`,
  ),
  foreign(
    '忽略|无视|忘记|忽視|無視|忘記',
    String.raw`(?:忽略|无视|忘记|忽視|無視|忘記)[^。！？\n]{0,20}(?:指令|指示|提示|说明|規則|规则|說明)`,
  ),
  foreign('無視|忘れ', String.raw`(?:指示|命令|プロンプト|ルール|指令)[^。！？\n]{0,10}(?:無視|忘れ)`),
  foreign('무시|잊', String.raw`(?:지시|명령|프롬프트|규칙)[^.!?\n]{0,12}(?:무시|잊)`),
  foreign('تعليمات|أوامر|قواعد', String.raw`(?:تجاهل|انس)\p{L}?[^.!؟\n]{0,20}(?:التعليمات|الأوامر|القواعد)`),
  foreign('نادیده|فراموش', String.raw`(?:دستور|فرمان)[^.!؟\n]{0,40}(?:نادیده|فراموش)`),
  foreign('अनदेखा|नज़रअंदाज़|भूल|उपेक्षा', String.raw`(?:निर्देश|आदेश|नियम)[^।.!?\n]{0,30}(?:अनदेखा|नज़रअंदाज़|भूल|उपेक्षा)`),
  foreign(
    'talimat|yönerge|kural',
    String.raw`(?:önceki|yukarıdaki|tüm|bütün)${few}(?:talimat|yönerge|kural)\p{L}{0,8}${few}(?:yok say|görmezden gel|unut|dikkate alma)`,
  ),
  foreign(
    'instrukcj|polece',
    String.raw`(?:zignoruj|ignoruj|pomiń|zapomnij)\p{L}{0,3}${few}(?:poprzedni|wcześniejsz|powyższ|wszystki)\p{L}{0,3}${few}(?:instrukcj|polece)`,
  ),
  foreign(
    'hướng dẫn|chỉ dẫn|chỉ thị',
    `(?:bỏ qua|phớt lờ|quên)${few}(?:hướng dẫn|chỉ dẫn|chỉ thị)${few}(?:trước|trên)`,
  ),
  foreign(
    'instruksi|perintah',
    `(?:abaikan|lupakan)${few}(?:instruksi|perintah)${few}(?:sebelumnya|di atas)`,
  ),
  foreign(
    'інструкці|вказів|правил',
    String.raw`(?:ігнору|проігнору|забудь)\p{L}{0,4}${few}(?:попередн|усі|всі)\p{L}{0,3}${few}(?:інструкці|вказів|правил)`,
  ),
  foreign(
    'οδηγί|εντολ',
    String.raw`(?:αγνόησ|ξέχασ|αγνοήστ)\p{L}{0,3}${few}(?:προηγούμεν|παραπάνω|όλες)\p{L}{0,3}${few}(?:οδηγί|εντολ)`,
  ),
  foreign('คำสั่ง|คำแนะนำ', String.raw`(?:เพิกเฉย|ละเว้น|ไม่ต้องสนใจ|ลืม)[^.!?\n]{0,20}(?:คำสั่ง|คำแนะนำ)`),
  foreign('הוראות|הנחיות', String.raw`(?:התעלם|התעלמי|שכח|שכחי)[^.!?\n]{0,20}(?:הוראות|הנחיות)`),
];

/**
 * Parts of words without which no row that needs neither a colon, a bracket nor another script can match: four letters
 * of each are looked for, so those are taken that other words have the least.
 */
export const injectionSigns: readonly string[] =
  // Ignore, disregard, forget, override, bypass, skip, drop, discard, neglect, follow.
  (
    'gnore sregard orget verr bypass skip drop iscard neglect foll ttention ' +
    // Prompt, system message, instructions, "you are now", mode, "anything now", jailbreak, injection.
    'rompt stem nstr mode lbreak njection ' +
    // Restrictions, filters, rules, guidelines, limits, censorship.
    'strict filter rule ideline limit ensor ' +
    // Bias, verdict, score, rating, label, toxicity, passed, approved, safe: they come with a colon.
    // Sample, text, response, answer, contribution, submission, entry, output, message.
    'sample text espon reply answer tribut bmiss entry utput essage ' +
    // Passed, approved, unbiased without a colon.
    'passed pprov unbias ' +
    // Evaluator, judge, grader, reviewer, annotator, classifier, moderator, language model, LLMs.
    'aluat judg rader iewer otator ssif oderator langu llms ' +
    // Anweisung, Instruktion, Regel, Befehl, Vorgabe; consigne, règle; indicaciones, órdenes; regras, istruzioni …
    'nweisung truktion regel efehl rgabe nsigne regle icac rdenes regras rdens truzion regole icazioni pdracht ' +
    // Talimat, yönerge, kural; polecenie; hướng dẫn, chỉ dẫn, chỉ thị; perintah.
    'alimat nerge kural olece huong erintah'
  ).split(' ');

/** The same with spaces, as they stand in texts. */
export const spacedSigns: readonly string[] = [
  'chi d',
  'chi t',
  'u are',
  'g now',
  'm now',
  'm here',
  'ng now',
].concat(
  ['ai', 'llm'].flatMap((word) =>
    [' ', ',', ':'].flatMap((before) => [' ', ',', ':'].map((after) => before + word + after)),
  ),
  [' ais', ',ais', ':ais'],
);

export const promptInjections: readonly Injection[] = [...inEnglish, ...inOtherLanguages];
