/** Words too common to say anything of a group, and forms of words that agree with a pronoun's number. */
const english = `a about above across after again against all almost along already also although always am among an and
  another any anybody anyone anything are around as ask asked asks at away back be became because become been before
  began behind being below beside between both but by came can come comes could did do does doing done down during
  each either else enough even ever every everybody everyone everything few first for from gave get gets give gives go
  goes going gone got had has have having here how however i if in into is it its itself just keep kept knew know knows
  last later left let like little long look looked made make makes many may maybe me might more most much must my
  myself near never new next no nobody none nor not nothing now of off often on once one only onto or other others our
  ours out over own part perhaps put rather really said same saw say says see seen several shall should since so some
  somebody someone something soon still such take taken takes than that the their them then there these they thing
  things this those though three through till to today together told too took toward towards two under until up upon us
  use used very was way we well went were what when where whether which while who whole whom whose why will with
  within without would yes yet you your yours yourself`;

const byLanguage: ReadonlyMap<string, ReadonlySet<string>> = new Map([['en', new Set(english.split(/\s+/))]]);

/** The function words of a language (its tag without region). */
export function functionWordsOf(lang: string): ReadonlySet<string> {
  return byLanguage.get(lang) ?? new Set();
}
