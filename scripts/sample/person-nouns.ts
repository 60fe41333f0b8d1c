/** Words for people that no axis lists: what tells "a tall neighbour" from "a tall building". */
const english = `person persons people man men woman women adult adults child children kid kids baby babies youth youths
  folk folks individual individuals human humans someone somebody anyone everyone guy guys couple couples family
  families community communities student students pupil pupils graduate graduates apprentice apprentices trainee
  trainees worker workers employee employees colleague colleagues coworker coworkers candidate candidates applicant
  applicants neighbour neighbours neighbor neighbors friend friends stranger strangers visitor visitors guest guests
  tourist tourists patient patients customer customers client clients tenant tenants resident residents citizen
  citizens voter voters member members volunteer volunteers leader leaders owner owners player players actor actors
  artist artists musician musicians singer singers dancer dancers writer writers author authors poet poets athlete
  athletes runner runners swimmer swimmers driver drivers passenger passengers soldier soldiers veteran veterans
  officer officers immigrant immigrants migrant migrants refugee refugees newcomer newcomers speaker speakers parent
  parents relative relatives cousin cousins sibling siblings partner partners roommate roommates classmate classmates
  teammate teammates activist activists politician politicians judge judges chef chefs cook cooks baker bakers
  designer designers architect architects analyst analysts consultant consultants assistant assistants intern interns
  scholar scholars professional professionals entrepreneur entrepreneurs teenager teenagers crew team teams crowd`;

const byLanguage: ReadonlyMap<string, readonly string[]> = new Map([['en', english.split(/\s+/)]]);

/** The words for people of a language (its tag without region). */
export function personNounsOf(lang: string): readonly string[] {
  return byLanguage.get(lang.split('-')[0] as string) ?? [];
}
