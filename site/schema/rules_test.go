package schema

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// required is what a node of each type has to say.
func required() map[string]string {
	return map[string]string{
		"Organization":   "@id name url logo",
		"WebSite":        "@id name url publisher potentialAction",
		"SearchAction":   "target query-input",
		"EntryPoint":     "urlTemplate",
		"WebPage":        "@id url name inLanguage isPartOf",
		"CollectionPage": "@id url name inLanguage isPartOf mainEntity",
		"ProfilePage":    "@id url name mainEntity",
		"ItemList":       "@id numberOfItems itemListElement",
		"ListItem":       "position",
		"BlogPosting":    "@id mainEntityOfPage headline description image datePublished dateModified author publisher inLanguage wordCount keywords commentCount",
		"Comment":        "@id url text dateCreated author",
		"BreadcrumbList": "@id itemListElement",
		"Person":         "name",
		"ImageObject":    "url width height",
	}
}

type object = map[string]any

// walk visits every node of a graph; a reference, which has nothing but an
// @id, is not one.
func walk(value any, node func(object), reference func(string)) {
	switch v := value.(type) {
	case []any:
		for _, inner := range v {
			walk(inner, node, reference)
		}
	case object:
		if id, ok := v["@id"].(string); ok && len(v) == 1 {
			reference(id)
			return
		}
		node(v)
		for _, inner := range v {
			walk(inner, node, reference)
		}
	}
}

func parsed(t reporter, text string) []any {
	t.Helper()
	var doc struct {
		Context string `json:"@context"`
		Graph   []any  `json:"@graph"`
	}
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&doc); err != nil || doc.Context != "https://schema.org" || d.More() {
		t.Fatalf("%v in %s", err, text)
	}
	return doc.Graph
}

// reporter is a test, or one try of a property.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

func TestGraphsFollowTheRules(t *testing.T) {
	t.Parallel()
	for name, graph := range graphs() {
		if name == "nothing" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ids, pages := map[string]bool{}, []string{base + "/blog/daylight/", base + "/blog/page/2/"}
			var refs []string
			walk(parsed(t, graph.String()), func(n object) {
				if id, ok := n["@id"].(string); ok {
					ids[id] = true
				}
				checkNode(t, n)
			}, func(id string) { refs = append(refs, id) })
			for _, id := range refs {
				if !ids[id] && !slices.Contains(pages, id) {
					t.Errorf("nothing in the graph has the id %s", id)
				}
			}
		})
	}
}

func checkNode(t *testing.T, n object) {
	t.Helper()
	kind, _ := n["@type"].(string)
	if kind == "" {
		t.Errorf("no type: %v", n)
		return
	}
	keys, known := required()[kind]
	if !known {
		t.Errorf("unknown type %s", kind)
	}
	for _, key := range strings.Fields(keys) {
		if _, ok := n[key]; !ok {
			t.Errorf("%s lacks %s: %v", kind, key, n)
		}
	}
	for key, value := range n {
		text, _ := value.(string)
		switch {
		case strings.HasPrefix(key, "date"):
			if _, err := time.Parse(time.RFC3339, text); err != nil {
				t.Errorf("%s %s: %v", kind, key, err)
			}
		case key == "url" || key == "item" || key == "@id":
			if u, err := url.Parse(text); err != nil || !u.IsAbs() {
				t.Errorf("%s %s: %q is not absolute", kind, key, text)
			}
		case key == "email" || key == "image" && kind == "Person" && n["jobTitle"] == nil:
			t.Errorf("%s tells %s", kind, key)
		}
	}
}

func TestPositionsCountUp(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][]float64{"blog": {13, 14, 1, 2}, "program": {1, 2, 3}} {
		var got []float64
		for _, n := range parsed(t, graphs()[name].String()) {
			items, _ := n.(object)["itemListElement"].([]any)
			for _, i := range items {
				got = append(got, i.(object)["position"].(float64))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// A comment holds those that answer it.
func TestCommentsAreATree(t *testing.T) {
	t.Parallel()
	p := post(2)
	p.Comments[0].Comments, p.Comments = p.Comments[1:], p.Comments[:1]
	first := parsed(t, Graph{p}.String())[0].(object)["comment"].([]any)[0].(object)
	answers := first["comment"].([]any)
	if len(answers) != 1 || answers[0].(object)["@type"] != "Comment" {
		t.Errorf("the first comment holds %v", answers)
	}
}

// Comments say who wrote them and what they answer, and nothing else of people.
func TestComments(t *testing.T) {
	t.Parallel()
	comments := parsed(t, Graph{post(3)}.String())[0].(object)["comment"].([]any)
	first, second := comments[0].(object), comments[1].(object)
	if first["parentItem"] != nil || second["parentItem"].(object)["@id"] != first["@id"] {
		t.Errorf("first answers %v, second %v, want nothing and %v", first["parentItem"], second["parentItem"], first["@id"])
	}
	if a := first["author"].(object); len(a) != 2 || a["name"] != "Reader 0" {
		t.Errorf("a reader is %v", a)
	}
	if a := second["author"].(object); a["memberOf"].(object)["@id"] != base+"/#org" || a["@id"] != base+"/people/tess-abara/#person" {
		t.Errorf("staff is %v", a)
	}
}

func TestGraphOfNothing(t *testing.T) {
	t.Parallel()
	for _, g := range []Graph{nil, {nil}, {nil, Trail{}, nil, Comment{}}} {
		for _, n := range parsed(t, g.String()) {
			if n.(object)["@type"] == nil {
				t.Errorf("%v in %s", n, g)
			}
		}
	}
	if got := string(Graph{}.Append([]byte("before"))); got != `before{"@context":"https://schema.org","@graph":[]}` {
		t.Error(got)
	}
}

func TestPictureWithoutASizeTellsNone(t *testing.T) {
	t.Parallel()
	for _, i := range []Image{{URL: base + "/x.png"}, {base + "/x.png", 0, 5}, {base + "/x.png", 5, -1}} {
		if got, want := string(i.append(nil)), `{"@type":"ImageObject","url":"https://juniper.example/x.png"}`; got != want {
			t.Errorf("%+v is %s, want %s", i, got, want)
		}
	}
}
