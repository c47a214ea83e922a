package theme_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"greenroom/site/theme"
)

// hostile strings come from strangers or from a slip of an editor.
func hostile() map[string]string {
	return map[string]string{
		"script":     `<script>alert(1)</script>`,
		"attributes": `" onmouseover="alert(1)" style='x' x='`,
		"closing":    `--></title></textarea></style></script></p><img src=x onerror=alert(1)>`,
		"javascript": "javascript:alert(1)",
		"disguised":  "jAvAsCrIpT\t:alert(1)",
		"data":       "data:text/html,<script>alert(1)</script>",
		"bidi":       "\u202Eevil\u2066 \u2067name\u202C",
		"entities":   "&lt;b&gt; &#x3c;script&#62; &amp;quot;",
		"template":   "{{.}} ${1} { children... } <%= 1 %>",
		"controls":   "a\u0000b\u0008c\u007f\ufffe",
		"broken":     "\xff\xfe<\xc0\xbcscript>",
	}
}

// A view made of hostile strings has exactly the elements and attributes of
// one made of harmless strings, and every address in it is harmless.
func TestHostileStringsAreInert(t *testing.T) {
	t.Parallel()
	for name, page := range filled("harmless") {
		want := shape(parse(t, render(t, page)))
		for attack, text := range hostile() {
			t.Run(name+"/"+attack, func(t *testing.T) {
				t.Parallel()
				doc := parse(t, render(t, filled(text)[name]))
				if got := shape(doc); !slices.Equal(got, want) {
					t.Errorf("elements differ from those of a harmless view: %v", firstDifference(got, want))
				}
				checkAddresses(t, doc)
			})
		}
	}
}

// filled are all pages and parts with text in every string field there is.
// Body and Intro are HTML of the agency's own and stay as they are.
func filled(text string) map[string]templ.Component {
	thread := fill[theme.Thread](text)
	kept := fill[theme.Thread](text)
	keep(kept.Comments)
	post := fill[theme.PostPage](text)
	post.Thread = kept
	return map[string]templ.Component{
		"home":       theme.Home(fill[theme.HomePage](text)),
		"blog":       theme.Blog(fill[theme.BlogPage](text)),
		"terms":      theme.Terms(fill[theme.TermsPage](text)),
		"recent":     theme.Recent(fill[theme.RecentPage](text)),
		"feeds":      theme.Feeds(fill[theme.FeedsPage](text)),
		"search":     theme.Search(fill[theme.SearchPage](text)),
		"post":       theme.Post(post),
		"discussion": theme.Discussion(fill[theme.ThreadPage](text)),
		"programs":   theme.Programs(fill[theme.ProgramsPage](text)),
		"program":    theme.Program(fill[theme.ProgramPage](text)),
		"over":       theme.Program(inState(fill[theme.ProgramPage](text), "open")),
		"people":     theme.People(fill[theme.PeoplePage](text)),
		"person":     theme.Person(fill[theme.PersonPage](text)),
		"plain":      theme.Plain(fill[theme.PlainPage](text)),
		"notfound":   theme.NotFound(fill[theme.NotFoundPage](text)),
		"tombstones": theme.ThreadPart(thread),
		"thread":     theme.ThreadPart(kept),
		"form":       theme.CommentFormPart(fill[theme.CommentForm](text)),
		"apply":      theme.ApplicationFormPart(stranger(fill[theme.ApplicationForm](text))),
		"apply-in":   theme.ApplicationFormPart(fill[theme.ApplicationForm](text)),
		"summary":    theme.ErrorSummary(fill[theme.FieldErrors](text)),
		"text":       theme.CommentText(text),
		"error":      theme.BuildError(text),
	}
}

// keep makes comments of tombstones.
func keep(comments []theme.Comment) {
	for i := range comments {
		comments[i].Gone = false
		keep(comments[i].Replies)
	}
}

// stranger is the form of somebody who is not signed in.
func stranger(f theme.ApplicationForm) theme.ApplicationForm {
	f.Known = false
	return f
}

func inState(p theme.ProgramPage, state string) theme.ProgramPage {
	p.Card.State = state
	return p
}

func fill[T any](text string) T {
	var view T
	fillValue(reflect.ValueOf(&view).Elem(), text, 0)
	return view
}

func fillValue(v reflect.Value, text string, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int:
		v.SetInt(3)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fillValue(v.Elem(), text, depth)
	case reflect.Slice:
		if depth > 12 { // answers to answers: deeper than a thread is shown
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fillValue(v.Index(0), text, depth+1)
	case reflect.Struct:
		for i, field := range slices.Collect(v.Type().Fields()) {
			if field.Name != "Body" && field.Name != "Intro" {
				fillValue(v.Field(i), text, depth+1)
			}
		}
	}
}

// shape is the tree of a document without its words: elements, the names of
// their attributes, and where they end.
func shape(d document) []string {
	var parts []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.CommentNode {
			parts = append(parts, "<!-- -->")
		}
		if n.Type == html.ElementNode {
			keys := []string{n.Data}
			for _, a := range n.Attr {
				keys = append(keys, a.Key)
			}
			parts = append(parts, strings.Join(keys, " "))
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if n.Type == html.ElementNode {
			parts = append(parts, "/"+n.Data)
		}
	}
	walk(d.root)
	return parts
}

func firstDifference(got, want []string) [2]string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return [2]string{got[i], want[i]}
		}
	}
	return [2]string{"the end"}
}

func checkAddresses(t *testing.T, doc document) {
	t.Helper()
	for _, n := range doc.all() {
		for _, key := range []string{"href", "src", "action", "data-index"} {
			address := strings.ToLower(strings.Join(strings.Fields(attr(n, key)), ""))
			scheme, _, found := strings.Cut(address, ":")
			if found && !strings.ContainsAny(scheme, "/#?") && !slices.Contains([]string{"http", "https", "mailto", "about"}, scheme) {
				t.Errorf("%s %s=%q", n.Data, key, attr(n, key))
			}
		}
	}
}

// What strangers type may turn the direction of letters; it must not turn
// those of the page around it.
func TestDirectionStaysInside(t *testing.T) {
	t.Parallel()
	const turned = "\u202Eturned"
	c := comment("A", turned)
	c.Text, c.ReplyTo = turned, &theme.ReplyTo{ID: "B", Name: turned}
	gone := c
	gone.ReplyTo = &theme.ReplyTo{Name: turned}
	page := render(t, theme.ThreadPart(theme.Thread{Count: 2, Comments: []theme.Comment{c, gone}})) +
		render(t, theme.CommentFormPart(theme.CommentForm{ReplyTo: turned}))
	found := 0
	for n := range parse(t, page).root.Descendants() {
		if n.Type != html.TextNode || !strings.Contains(n.Data, turned) {
			continue
		}
		found++
		if !under(n, func(p *html.Node) bool { return p.DataAtom == atom.Bdi || attr(p, "dir") == "auto" }) {
			t.Errorf("text in %s is not isolated", n.Parent.Data)
		}
	}
	if want := 7; found != want {
		t.Errorf("found %d texts, want %d", found, want)
	}
}
