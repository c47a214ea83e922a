package check

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// source is a content tree by the page each file makes.
func source(files map[string]string) func(string) (string, string) {
	return func(page string) (string, string) {
		name, ok := strings.CutSuffix(page, "/index.html")
		text, has := files[name]
		if !ok || !has {
			return "", ""
		}
		return "posts/" + name + ".md", text
	}
}

// pages puts pages with these bodies beside the good site.
func pages(t *testing.T, bodies map[string]string) fstest.MapFS {
	site := good(t)
	for name, body := range bodies {
		head := `<html lang="en"><title>` + name + `</title><meta name="robots" content="noindex"><main><h1>x</h1>`
		site[name+"/index.html"] = &fstest.MapFile{Data: []byte(head + body + "</main>")}
	}
	return site
}

func TestAFindingNamesTheLineOfTheSource(t *testing.T) {
	t.Parallel()
	o := options()
	o.Source = source(map[string]string{
		"link":    "---\ntitle: Link\n---\n\nA [dead](/gone/) link.\n",
		"spelled": "---\ntitle: x\n---\n\n\nWrite to ann&#64;mail.example.\n",
		"picture": "---\ntitle: x\n---\n![](/media/lost.png)\n",
		"heading": "---\ntitle: x\n---\n## One\n\n#### Two\n",
		"anchor":  "---\ntitle: x\n---\n\n[up](#gone)\n",
		"theme":   "---\ntitle: x\n---\nNothing wrong here.\n",
		"quoted":  "---\ntitle: x\n---\nThe value is undefined there.\n",
		"unsure":  "---\ntitle: x\n---\nTODO: write this.\n",
		"variant": "---\ntitle: x\n---\n\nOur lamp.\n\n![](/media/lamp.jpg)\n",
		"parts":   "---\ntitle: x\n---\nAsk this site, reader.\n",
		"titles":  "---\ntitle: x\n---\n## One\n\n# Two\n",
	})
	site := pages(t, map[string]string{
		"link":    `<a href="/gone/">dead</a>`,
		"spelled": `ann&#64;mail.example`,
		"picture": `<img src="/media/lost-640.webp" alt="" width="1" height="1"><img src="/media/lost.png" alt="" width="1" height="1">`,
		"heading": `<h2>One</h2><h4>Two</h4>`,
		"anchor":  `<a href="#gone">up</a>`,
		"theme":   `<button></button>`,
		"quoted":  `<p>The value is undefined there.</p>`,
		"unsure":  `<p>TODO: write this.</p>`,
		"variant": `<img src="/media/lamp-0a1b2c3d-480.webp" alt="" width="1" height="1">`,
		"parts":   `<link rel="manifest" href="/site.json"><p>reader@mail.example</p>`,
		"titles":  `<h2>One</h2><h1>Two</h1>`,
	})
	want := []string{
		"posts/anchor.md:5: link to “#gone”: that page has no #gone: name a heading that is there, or take the # off",
		"posts/heading.md:6: heading “Two” skips a level: it is h4 and h3 was due: use ###",
		"posts/link.md:5: link to /gone/ leads to no file: did you mean /link/?",
		"posts/parts.md:1: e-mail address reader@mail.example is public: take it out, however it is spelled there",
		"posts/parts.md:1: manifest does not exist: /site.json: put the file there or take it out",
		"posts/picture.md:1: picture does not exist: /media/lost-640.webp: put the file there or take it out",
		"posts/picture.md:4: picture does not exist: /media/lost.png: put the file there or take it out",
		"posts/spelled.md:6: e-mail address ann@mail.example is public: take it out, however it is spelled there",
		"posts/theme.md:1: <button> has no words: write what it does, or an aria-label",
		"posts/titles.md:6: has 2 h1s: give it one, with what the page is about",
		"posts/unsure.md:4: something was left over: “TODO: write this.”: finish the sentence, or put it between ` if it is code",
		"posts/variant.md:7: picture does not exist: /media/lamp-0a1b2c3d-480.webp: put the file there or take it out",
	}
	if diff := cmp.Diff(want, found(t, site, o)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestOneCauseIsOneFinding(t *testing.T) {
	t.Parallel()
	footer := map[string]string{}
	for n := range 37 {
		footer[fmt.Sprintf("p%02d", n)] = `<a href="/term/">Terms</a>`
	}
	site := pages(t, footer)
	if diff := cmp.Diff([]string{"p00/index.html:1: link to /term/ leads to no file (on 37 pages): correct it or take it out"}, found(t, site, options())); diff != "" {
		t.Errorf("a dead link of the theme (-want +got):\n%s", diff)
	}
	o := options()
	o.Source = source(map[string]string{"p03": "a\n[Terms](/term/)", "p05": "[Terms](/term/)", "p06": "none"})
	want := []string{
		"posts/p03.md:2: link to /term/ leads to no file (on 37 pages): correct it or take it out",
		"posts/p05.md:1: link to /term/ leads to no file: correct it or take it out",
	}
	if diff := cmp.Diff(want, found(t, site, o)); diff != "" {
		t.Errorf("the same, written in two posts (-want +got):\n%s", diff)
	}
}

func TestAPageWithAThousandFaultsIsCutShort(t *testing.T) {
	t.Parallel()
	var body strings.Builder
	for n := range 1000 {
		fmt.Fprintf(&body, `<a href="/gone-%d/">x</a>`, n)
	}
	if n := len(found(t, pages(t, map[string]string{"long": body.String()}), options())); n != maxFaults {
		t.Errorf("%d findings, want %d", n, maxFaults)
	}
}
