package markdown

import (
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
)

// lexers are the grammars of languages, each made when it is first needed.
//
// They are few and small, and ours. Importing those of chroma costs every
// start of the program 10 ms, and one block of 150 bytes up to 0.4 ms.
type lexers struct {
	once [languages]sync.Once
	made [languages]chroma.Lexer
}

func (l *lexers) get(of language) chroma.Lexer {
	l.once[of].Do(func() {
		made, err := chroma.NewLexer(nil, func() chroma.Rules { return grammar(of) })
		if err == nil {
			l.made[of] = made
		}
	})
	return l.made[of]
}

// highlight writes code as HTML, in which the tokens worth a colour have one
// of chroma's short class names.
func (l *lexers) highlight(of language, code string) string {
	lexer := l.get(of)
	if lexer == nil {
		return escapedCode(code)
	}
	tokens, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, code)
	if err != nil {
		return escapedCode(code)
	}
	out := make([]byte, 0, 2*len(code))
	words := keywords(of)
	for t := tokens(); t != chroma.EOF; t = tokens() {
		class := classOf(t, words)
		if class != "" {
			out = append(append(append(out, `<span class="`...), class...), `">`...)
		}
		out = appendEscaped(out, t.Value)
		if class != "" {
			out = append(out, "</span>"...)
		}
	}
	return string(out)
}

func escapedCode(code string) string {
	return string(appendEscaped(make([]byte, 0, len(code)), code))
}

func classOf(t chroma.Token, words string) string {
	switch t.Type {
	case chroma.Name:
		if !strings.Contains(words, " "+t.Value+" ") {
			return ""
		}
		return chroma.StandardTypes[chroma.Keyword]
	case chroma.Text:
		return ""
	}
	return chroma.StandardTypes[t.Type]
}

// grammar is the rules of a language. The first that matches counts, and each
// takes time in proportion to what it matches: what has no end ends with the
// code.
func grammar(of language) chroma.Rules {
	const (
		word     = `[\p{L}_$][\p{L}\p{N}_$]*`
		number   = `\d[\w.]*`
		slashes  = `//[^\n]*|/\*[\s\S]*?(?:\*/|\z)`
		hash     = `#[^\n]*`
		double   = `"(?:\\.|[^"\\\n])*"?`
		single   = `'(?:\\.|[^'\\\n])*'?`
		backtick = "`(?:\\\\[\\s\\S]|[^`\\\\])*`?"
		triple   = `"""[\s\S]*?(?:"""|\z)|'''[\s\S]*?(?:'''|\z)`
		rest     = `[\s(){}\[\],;:=+*.]+`
	)
	rules := func(r ...chroma.Rule) chroma.Rules {
		r = append(r, chroma.Rule{Pattern: rest, Type: chroma.Text}, chroma.Rule{Pattern: `[\s\S]`, Type: chroma.Text})
		return chroma.Rules{"root": r}
	}
	is := func(t chroma.TokenType, pattern string) chroma.Rule { return chroma.Rule{Pattern: pattern, Type: t} }
	switch of {
	case goCode:
		return rules(is(chroma.Name, word), is(chroma.Comment, slashes), is(chroma.LiteralString, double+"|"+single+"|`[^`]*`?"), is(chroma.LiteralNumber, number))
	case scriptCode:
		return rules(is(chroma.Name, word), is(chroma.Comment, slashes), is(chroma.LiteralString, double+"|"+single+"|"+backtick), is(chroma.LiteralNumber, number))
	case pythonCode:
		return rules(is(chroma.Name, word), is(chroma.Comment, hash), is(chroma.LiteralString, triple+"|"+double+"|"+single), is(chroma.LiteralNumber, number))
	case shellCode:
		return rules(is(chroma.Text, `[\w.]*[-/][-\w./]*|\$#|\w#`), is(chroma.Name, word), is(chroma.Comment, hash), is(chroma.LiteralString, `"(?:\\[\s\S]|[^"\\])*"?|'[^']*'?`), is(chroma.LiteralNumber, number))
	case sqlCode:
		return rules(is(chroma.Name, word), is(chroma.Comment, `--[^\n]*|/\*[\s\S]*?(?:\*/|\z)`), is(chroma.LiteralString, `'(?:''|[^'])*'?|"[^"\n]*"?`), is(chroma.LiteralNumber, number))
	case cssCode:
		return rules(is(chroma.Comment, slashes), is(chroma.Keyword, `@[\w-]+`), is(chroma.NameAttribute, `[\w-]+(?=\s*:\s)`), is(chroma.LiteralString, double+"|"+single), is(chroma.LiteralNumber, `#[0-9a-fA-F]{3,8}\b|-?\.?\d[\w.%]*`), is(chroma.Text, `[\w-]+`))
	case htmlCode:
		return chroma.Rules{
			"root": {is(chroma.Comment, `<!--[\s\S]*?(?:-->|\z)`), {Pattern: `</?[\w:-]+`, Type: chroma.NameTag, Mutator: chroma.Push("tag")}, is(chroma.Text, `[^<]+|<`)},
			"tag":  {{Pattern: `/?>`, Type: chroma.NameTag, Mutator: chroma.Pop(1)}, is(chroma.NameAttribute, `[\w:@.-]+`), is(chroma.LiteralString, `"[^"]*"?|'[^']*'?`), is(chroma.Text, `[\s\S]`)},
		}
	case yamlCode:
		return rules(is(chroma.NameAttribute, `[\w.-]+(?=\s*[:=](?:\s|\z))|\[[\w.-]+\](?=\s*\n)`), is(chroma.Comment, `[#;][^\n]*`), is(chroma.LiteralString, double+"|"+single), is(chroma.LiteralNumber, `\d[\d.:_-]*\b`), is(chroma.Name, `[\w./-]+`))
	case diffCode:
		return chroma.Rules{"root": {is(chroma.Keyword, `(?:@@|diff |index |---|\+\+\+)[^\n]*\n?`), is(chroma.GenericInserted, `\+[^\n]*\n?`), is(chroma.GenericDeleted, `-[^\n]*\n?`), is(chroma.Text, `[^\n]*\n?`)}}
	}
	return rules()
}

// keywords are the words of a language that have a meaning of their own, with
// a space around each.
func keywords(of language) string {
	switch of {
	case goCode:
		return " break case chan const continue default defer else fallthrough false for func go goto if import interface iota map nil package range return select struct switch true type var "
	case scriptCode:
		return " as async await break case catch class const continue debugger default delete do else export extends false finally for from function if import in instanceof interface let new null of return static super switch this throw true try type typeof undefined var void while with yield "
	case pythonCode:
		return " False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try while with yield "
	case shellCode:
		return " case cd do done echo elif else esac exit export fi for function if in local read return set shift then trap unset until while "
	case sqlCode:
		return sqlKeywords
	case yamlCode:
		return " true false null yes no on off "
	}
	return ""
}

const sqlKeywords = " ADD ALL ALTER AND AS ASC BETWEEN BY CASE CREATE DEFAULT DELETE DESC DISTINCT DROP ELSE END EXISTS FROM FULL GROUP HAVING IN INDEX INNER INSERT INTO IS JOIN KEY LEFT LIKE LIMIT NOT NULL ON OR ORDER OUTER PRIMARY REFERENCES RIGHT SELECT SET TABLE THEN UNION UNIQUE UPDATE VALUES VIEW WHEN WHERE WITH " +
	" add all alter and as asc between by case create default delete desc distinct drop else end exists from full group having in index inner insert into is join key left like limit not null on or order outer primary references right select set table then union unique update values view when where with "

// HighlightCSS returns the rules for the colours of code, by class, in light
// and dark. They stand out from the theme's sheets by 4.5:1 or more.
func HighlightCSS() string {
	return `:root{--code-keyword:#8a1f4b;--code-string:#2c5d12;--code-number:#7a4a00;--code-comment:#5c665f;--code-name:#1b4f8a;--code-in:#1f6132;--code-out:#a12622}
@media (prefers-color-scheme:dark){:root{--code-keyword:#f09ab8;--code-string:#a9d48a;--code-number:#e9b872;--code-comment:#9aa89d;--code-name:#93c1f2;--code-in:#8fd6a0;--code-out:#f5a097}}
pre .k,pre .nt{color:var(--code-keyword)}
pre .s{color:var(--code-string)}
pre .m{color:var(--code-number)}
pre .c{color:var(--code-comment)}
pre .na{color:var(--code-name)}
pre .gi{color:var(--code-in)}
pre .gd{color:var(--code-out)}
`
}
