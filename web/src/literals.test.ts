import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** What somebody would read: a capitalised word, two words in a row, a letter with an accent. */
const WORDS = /(?<![\p{L}./])\p{Lu}\p{Ll}|\p{L}{2} \p{L}{2}|[^\P{L}\p{ASCII}]/u;
/** What is typed into a terminal reads the same in every language; so does a font. */
const SAME = /^(afina|curl) |^13px /;

/** Strings in the code of pages that people would read: those belong into `src/i18n`. */
function literalsIn(name: string, code: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (isForProgrammers(node)) return;
    if ((ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) && isRead(node.text))
      found.push(`${name}: ${node.text}`);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

function isRead(text: string): boolean {
  return WORDS.test(text) && !SAME.test(text);
}

/** Modules, types, comparisons, and what an error says that only a fault in the code would raise. */
function isForProgrammers(node: ts.Node): boolean {
  return [ts.isImportDeclaration, ts.isTypeNode, ts.isThrowStatement, isComparison, isLazy].some((is) =>
    is(node),
  );
}

const SIGNS = [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken];

function isComparison(node: ts.Node): boolean {
  return ts.isBinaryExpression(node) && SIGNS.includes(node.operatorToken.kind);
}

/** A part that is loaded when it is needed: `lazy(() => import("./Part"), "Part")`. */
function isLazy(node: ts.Node): boolean {
  if (!ts.isCallExpression(node)) return false;
  const [first] = node.arguments;
  if (!first || !ts.isArrowFunction(first) || !ts.isCallExpression(first.body)) return false;
  return first.body.expression.kind === ts.SyntaxKind.ImportKeyword;
}

function sources(folder: string): string[] {
  return readdirSync(new URL(folder, import.meta.url), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx"))
    .map((name) => `${folder}/${name}`);
}

describe("the words of the pages", () => {
  it.each(["./pages", "./ui"])(
    "stand in the catalogues, not in %s",
    (folder) => {
      const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
      expect(sources(folder).flatMap((name) => literalsIn(name, read(name)))).toEqual([]);
    },
    60_000,
  );

  it("are found wherever they stand", () => {
    const code = 'const a = <b title="Olá" lang="pt">{x ? "see more" : `código`}</b>;';
    expect(literalsIn("x", code)).toEqual(["x: Olá", "x: see more", "x: código"]);
  });
});
