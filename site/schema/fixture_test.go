package schema

import (
	"fmt"
	"strings"
	"time"
)

const base = "https://juniper.example"

func at(day int) time.Time {
	return time.Date(2026, 3, day, 9, 30, 0, 0, time.FixedZone("CDT", -5*60*60))
}

// org and site stand in the graph of every page.
func org() Org {
	return Org{Base: base, Name: "Juniper & Co.", Description: "An agency.", Logo: Image{base + "/icon.png", 512, 512}, SameAs: []string{"https://elsewhere.example/@juniper"}}
}

func site() Site {
	return Site{Base: base, Name: "Juniper & Co.", Description: "An agency.", Language: "en-US", Search: base + "/search/?q="}
}

func trail(url string, crumbs ...Crumb) Trail { return Trail{URL: url, Crumbs: crumbs} }

// post is a post with everything, and n comments, each but the first an answer
// to the one before.
func post(n int) Post {
	url := base + "/blog/daylight/"
	p := Post{
		Base: base, URL: url, Headline: `Daylight is "free" & </script><good>`, Description: "What a window does.", Language: "en-US",
		Published: at(1), Updated: at(4), Images: []Image{{base + "/m/card.png", 1200, 630}, {}},
		Authors: []Author{{Name: "Tess Abara", URL: base + "/people/tess-abara/", Org: base}, {Name: "A guest"}},
		Tags:    []string{"light", "how-to"}, Words: 912, CommentCount: n,
	}
	for i := range n {
		c := Comment{
			URL: fmt.Sprintf("%s#c-01JV%022d", url, i), Created: at(2), Author: Author{Name: fmt.Sprint("Reader ", i)},
			Text: "I tried it for a week, & the north window won.\nNo lamp came close to it at four in the afternoon.",
		}
		if i > 0 {
			c.Parent = p.Comments[i-1].URL
		}
		if i == 1 {
			c.Author = p.Authors[0]
		}
		p.Comments = append(p.Comments, c)
	}
	return p
}

// graphs are the pages of a site.
func graphs() map[string]Graph {
	home := Page{Base: base, URL: base + "/", Name: "Juniper & Co.", Description: "An agency.", Language: "en-US"}
	program := Page{
		Base: base, URL: base + "/programs/windowsill/", Name: "Windowsill", Description: "Herbs for small kitchens.", Language: "en-US",
		Published: at(1), Updated: at(2), Image: Image{base + "/m/w.png", 1200, 630}, Trail: true,
	}
	blog := Page{Base: base, URL: base + "/blog/page/2/", Name: "Blog", Language: "en-US", Trail: true}
	person := Page{Base: base, URL: base + "/people/tess-abara/", Name: "Tess Abara", Language: "en-US", Updated: at(3), Trail: true}
	article := post(3)
	top := Crumb{"Home", base + "/"}
	return map[string]Graph{
		"home":    {org(), site(), home},
		"program": {org(), site(), program, trail(program.URL, top, Crumb{"Programs", base + "/programs/"}, Crumb{"Windowsill", ""})},
		"blog": {org(), site(), Collection{Page: blog, Listed: true}, List{URL: blog.URL, First: 13, URLs: []string{base + "/blog/a/", base + "/blog/b/"}},
			trail(blog.URL, top, Crumb{"Blog", base + "/blog/"})},
		"post": {org(), site(), Page{Base: base, URL: article.URL, Name: article.Headline, Language: "en-US", Trail: true}, article,
			trail(article.URL, top, Crumb{"Blog", base + "/blog/"}, Crumb{article.Headline, ""})},
		"person": {org(), site(), Profile{person}, Person{
			Author: Author{Name: "Tess Abara", URL: person.URL, Org: base}, JobTitle: "Founder", Description: "Reads every application.",
			Image: Image{base + "/m/tess.webp", 320, 320}, SameAs: []string{"https://elsewhere.example/@tess"},
		}, trail(person.URL, top, Crumb{"Tess Abara", ""})},
		"nothing": {Org{}, Site{}, Page{}, Collection{}, List{}, Post{}, Comment{}, Trail{}, Person{}, Profile{}},
	}
}

func longText(n int) string { return strings.Repeat("Words with a <tag> & a “quote”.\n", n) }
