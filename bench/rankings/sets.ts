import { generator, type Generator } from '@stepwell/base/random';
import { exp, ln, sin } from '@stepwell/base/exact';

/** Rows of queries: features, grades, and what the best order would go by. */
export interface RankedSet {
  name: string;
  features: string[];
  rows: { query: number; x: number[]; grade: number; best: number }[];
}

/**
 * A set whose best order is known: grades from 0 to 4 are drawn around a function of the features that no linear model has, with
 * an offset of each query that says nothing of the order within it.
 */
export function knownOrder(queries: number, seed: number): RankedSet {
  const random = generator(seed, 'bench', 'rankings/known');
  const rows = Array.from({ length: queries }, (_, query) => {
    const offset = 2 * normal(random);
    return Array.from({ length: 8 + random.below(25) }, () => {
      const [a, b, c, d, noise] = [0, 1, 2, 3, 4].map(() => normal(random));
      const best = a! + 0.8 * sin(2 * b!) + 0.7 * c! * d!;
      const grade = Math.max(0, Math.min(4, Math.round(1 + best + 0.5 * normal(random))));
      return { query, x: [a! + offset, b!, c!, d!, noise!, offset], grade, best };
    });
  }).flat();
  return { name: 'known order', features: ['a', 'b', 'c', 'd', 'noise', 'offset'], rows };
}

const TERMS = 400;
const WORDS = 60;

/**
 * Documents and queries of made-up terms, with the features of LETOR: term counts, inverse document frequencies, BM25, language
 * models, lengths, links. Documents have topics, and so have queries: those of the same topic are relevant, the more so the
 * more they are linked to. Grades are 0, 1 and 2, as in LETOR 3 and 4.
 */
export function madeUpDocuments(queries: number, seed: number): RankedSet {
  const random = generator(seed, 'bench', 'rankings/documents');
  const topics = 40;
  const documents = Array.from({ length: 4_000 }, () => {
    const topic = random.below(topics);
    const length = WORDS + random.below(3 * WORDS);
    const share = 0.1 + 0.4 * random.uniform();
    const counts = new Map<number, number>();
    for (let i = 0; i < length; i++) {
      const term = random.uniform() < share ? topic * 10 + random.below(10) : skewed(random);
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    return { topic, length, counts, links: Math.floor(exp(1.2 * normal(random))), title: random.uniform() < share };
  });
  const frequency = new Float64Array(TERMS);
  for (const { counts } of documents) for (const term of counts.keys()) frequency[term]! += 1;
  const mean = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  const idf = (term: number) => ln(1 + (documents.length - frequency[term]! + 0.5) / (frequency[term]! + 0.5));
  const rows = Array.from({ length: queries }, (_, query) => {
    const topic = random.below(topics);
    const terms = [topic * 10 + random.below(10), topic * 10 + random.below(10), skewed(random)];
    // Those that an engine would find first: some of the topic, and some that share a term.
    const found = documents
      .map((document) => ({ document, key: bm25(document, terms) + 2 * random.uniform() }))
      .sort((a, b) => b.key - a.key)
      .slice(0, 10 + random.below(30));
    return found.map(({ document }) => {
      const best = (document.topic === topic ? 1 : 0) + 0.4 * ln(1 + document.links) + (document.title ? 0.3 : 0);
      const noisy = best + 0.3 * normal(random);
      const grade = document.topic !== topic ? (noisy > 1.5 ? 1 : 0) : noisy > 1.8 ? 2 : 1;
      const counts = terms.map((term) => document.counts.get(term) ?? 0);
      const x = [
        counts.reduce((sum, count) => sum + count, 0),
        counts.reduce((sum, count) => sum + count / document.length, 0),
        terms.reduce((sum, term) => sum + idf(term), 0),
        counts.reduce((sum, count, i) => sum + count * idf(terms[i]!), 0),
        bm25(document, terms),
        counts.reduce((sum, count, i) => sum + ln((count + 20 * idf(terms[i]!)) / (document.length + 200)), 0),
        counts.filter((count) => count > 0).length,
        document.length,
        document.links,
        document.title ? 1 : 0,
      ];
      return { query, x, grade, best };
    });
  }).flat();
  const features = ['tf', 'tf-share', 'idf', 'tf-idf', 'bm25', 'lm', 'matched', 'length', 'inlinks', 'in-title'];
  return { name: 'made-up documents', features, rows };

  function bm25({ counts, length }: (typeof documents)[number], terms: readonly number[]): number {
    return terms.reduce((sum, term) => {
      const count = counts.get(term) ?? 0;
      return sum + (idf(term) * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / mean));
    }, 0);
  }
}

/** The rows as svmlight, in the order of their queries. */
export function svmlightOf({ features, rows }: RankedSet): string {
  return rows
    .map(
      ({ query, x, grade }) =>
        `${grade} qid:${query + 1} ${features.map((_, i) => `${i + 1}:${x[i]!.toFixed(5)}`).join(' ')}\n`,
    )
    .join('');
}

/** Few terms are common. */
function skewed(random: Generator): number {
  return Math.min(TERMS - 1, Math.floor(TERMS * random.uniform() * random.uniform()));
}

/** About normal: the sum of twelve uniform numbers. */
function normal(random: Generator): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.uniform();
  return sum;
}
