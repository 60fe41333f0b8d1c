import { describe, expect, it } from 'vitest';
import { englishArticle } from '../../scripts/prompt/english-article.ts';
import { englishPlural } from '../../scripts/prompt/english-plural.ts';

const articles = `a nurse, an engineer, an hour, an honest answer, an honorary member, an heir, an heirloom, a house,
a historian, a herb, a university, a union, a unit, an uncle, an unimportant detail, an unidentified caller,
an unanswered letter, a unanimous vote, an uninsured driver, a uniform, a unique case, a unisex salon, a European,
a euro, a eulogy, a ewe, a one-off, a once-over, an onion, a used car, a usual day, an usher, a utility, an utter mess,
a utensil, a urologist, an urban planner, a urine test, a ubiquitous sign, a Ukrainian, a Ugandan, a Uruguayan,
an Uzbek, a UK visa, a UN envoy, a URL, a UNESCO site, a U-turn, an MRI, an X-ray, an x-ray, an n-gram, a t-shirt,
an A-level, a T-shirt, an HR manager, an NHS nurse, a NASA engineer, a NATO officer, a STEM teacher, an ICU nurse,
an MBA, a PhD student, a CEO, an SUV, an umbrella, an ugly car, an e-mail, an Indian, an Iraqi, an 8, an 80-year-old,
an 8,000-seat hall, an 18-year-old, an 18,000-seat hall, an 1899 map, a 180-degree turn, an 11, a 110, a 1, a 1,100,
a 24-year-old, an "honest" answer, a "used" car, an élite school, an €80 note, a wheelchair user, an elderly woman,
an ageing body, an eight-hour shift, a one-year visa, an only child, a Year 8 class, a youth worker`;

describe('englishArticle', () => {
  it.each(articles.split(/,\s+(?=an? )/))('says %s', (phrase) => {
    const [article, rest = ''] = phrase.split(/ (.*)/);
    expect(englishArticle(rest)).toBe(article);
  });
});

const plurals = `nurse nurses, waitress waitresses, city cities, boy boys, soliloquy soliloquies, watch watches,
stomach stomachs, monarch monarchs, box boxes, bus buses, quiz quizzes, crisis crises, diagnosis diagnoses,
fire_fighter fire_fighters, policewoman policewomen, salesman salesmen, layman laymen, man men, human humans,
German Germans, Roman Romans, child children, Child Children, grandchild grandchildren, person people,
salesperson salespeople, wife wives, midwife midwives, shelf shelves, self selves, chief chiefs, chef chefs,
hero heroes, photo photos, potato potatoes, tooth teeth, foot feet, mouse mice, mongoose mongooses, species species,
aircraft aircraft, handicraft handicrafts, staff staff, Japanese Japanese, Portuguese Portuguese, cheese cheeses,
chief_of_staff chiefs_of_staff, editor_in_chief editors_in_chief, mother-in-law mothers-in-law, passer-by passers-by,
lay-by lay-bys, person_with_a_limp people_with_a_limp, person_experiencing_homelessness people_experiencing_homelessness,
MRI MRIs, Christmas Christmases, alumnus alumni, woman women, axis axes`;

describe('englishPlural', () => {
  it.each(plurals.split(/,\s+/).map((pair) => pair.split(' ').map((word) => word.replaceAll('_', ' '))))(
    '%s becomes %s',
    (one = '', many = '') => {
      expect(englishPlural(one)).toBe(many);
    },
  );
});
