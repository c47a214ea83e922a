package check

import (
	"strings"
	"testing"
)

func TestJSONLD(t *testing.T) {
	t.Parallel()
	data := func(name, json, want string) mutation {
		m := mutation{name: name, file: first, old: "</head>", new: `<script type="application/ld+json">` + json + "</script></head>"}
		if want != "" {
			m.want = []string{first + ":1: " + want}
		}
		return m
	}
	run(t, []mutation{
		data("good", `{"@context":"https://schema.org","@type":"Blog","url":"https://juniper.example/blog/first/#paper","text":"see https://juniper.example/gone/ there"}`, ""),
		data("a list", `[{"@context":"https://schema.org","@type":"Blog"}]`, ""),
		data("cut off", `{"@context":`, "JSON-LD cannot be read: unexpected end of JSON input"),
		data("a number", `1`, "JSON-LD is no object"),
		data("no context", `{"@type":"Blog"}`, "JSON-LD has no @context"),
		data("no type", `{"@context":"https://schema.org"}`, "JSON-LD has a thing without @type"),
		data("no type in the graph", `{"@context":"https://schema.org","@graph":[{"@type":"Blog"},{"name":"x"}]}`, "JSON-LD has a thing without @type"),
		data("dead address", `{"@context":"https://schema.org","@type":"Blog","author":{"url":"https://juniper.example/people/ada/"}}`, "link to /people/ada/ leads to no file"),
		data("dead id", `{"@context":"https://schema.org","@type":"Blog","url":"https://juniper.example/#gone"}`, "link to “https://juniper.example/#gone”: that page has no #gone"),
		data("name of a thing", `{"@context":"https://schema.org","@type":"Blog","@id":"https://juniper.example/#gone"}`, ""),
		data("leftover", `{"@context":"https://schema.org","@type":"Blog","name":"{{ .Title }}"}`, "something was left over: “{{ .Title }}”"),
	})
}

func TestFeeds(t *testing.T) {
	t.Parallel()
	const rss, atom, json = "blog/feed.xml", "blog/atom.xml", "blog/feed.json"
	item := `<item><title>x</title><link>https://juniper.example/</link><guid isPermaLink="false">1</guid><pubDate>Fri, 01 May 2026 10:00:00 -0500</pubDate></item>`
	run(t, []mutation{
		{"rss cut off", rss, "</rss>", "", []string{rss + ":1: is not well-formed: XML syntax error on line 22: unexpected EOF"}},
		{"rss with an entity of its own", rss, "Paper", "&bomb;", []string{"blog/feed.xml:1: is not well-formed: XML syntax error on line 6: invalid character entity &bomb;"}},
		{"rss id twice", rss, "</channel>", item + item + "</channel>", []string{rss + ":1: two entries have the id “1”"}},
		{"rss without id", rss, `<guid isPermaLink="true">https://juniper.example/blog/first/</guid>`, "", []string{rss + ":1: an entry has no id"}},
		{"rss link not absolute", rss, "<link>https://juniper.example/blog/first/</link>\n<guid", "<link>/blog/first/</link>\n<guid", []string{rss + ":1: link “/blog/first/” is not absolute"}},
		{"rss dead link", rss, "<link>https://juniper.example/blog/first/</link>\n<guid", "<link>https://juniper.example/gone/</link>\n<guid", []string{rss + ":1: link to /gone/ leads to no file"}},
		{"rss date", rss, "<pubDate>Fri, 01 May 2026 10:00:00 -0500", "<pubDate>1 May", []string{rss + ":1: pubDate “1 May” is no date"}},
		{"rss without a date", rss, "<pubDate>Fri, 01 May 2026 10:00:00 -0500</pubDate>", "", []string{rss + ":1: an entry has no date"}},
		{"rss self", rss, `href="https://juniper.example/blog/feed.xml"`, `href="https://juniper.example/blog/atom.xml"`, []string{rss + ":1: feed says it is found at “https://juniper.example/blog/atom.xml”"}},
		{"rss relative link in the words", rss, `href="https://juniper.example/blog/first/#paper"`, `href="/blog/first/"`, []string{rss + ":1: link “/blog/first/” is not absolute"}},
		{"rss dead id in the words", rss, `first/#paper"`, `first/#pen"`, []string{rss + ":1: link to “https://juniper.example/blog/first/#pen”: that page has no #pen"}},
		{"atom date", atom, "<updated>2026-05-01T10:00:00-05:00", "<updated>2026-05-01", []string{atom + ":1: updated “2026-05-01” is no date"}},
		{"atom entry without title", atom, "<entry>\n<title>First post</title>", "<entry>", []string{atom + ":1: an entry has no title"}},
		{"atom self", atom, ` rel="self"`, "", []string{atom + ":1: feed says it is found at “”"}},
		{"not a feed", atom, "", "<html></html>", []string{atom + ":1: is named like a feed and is “html”"}},
		{"json cut off", json, "}]}", "}]", []string{json + ":1: is no JSON: unexpected end of JSON input"}},
		{"json without version", json, "", `{"items":[]}`, []string{json + ":1: is named like a feed and has no version"}},
		{"json self", json, "feed_url", "feed", []string{json + ":1: feed says it is found at “”"}},
		{"json date", json, "2026-05-01T10:00:00-05:00", "May", []string{json + ":1: date_published “May” is no date"}},
		{"json relative link", json, `\"https://juniper.example/\"`, `\"/\"`, []string{json + ":1: link “/” is not absolute"}},
		{"announced as another", "index.html", `type="application/rss+xml" title="Blog" href="/blog/feed.xml"`, `type="application/rss+xml" title="Blog" href="/blog/atom.xml"`, []string{"index.html:1: “/blog/atom.xml” is announced as application/rss+xml and is not that"}},
	})
}

func TestSitemapAndRobots(t *testing.T) {
	t.Parallel()
	const entry = "<url><loc>https://juniper.example/</loc></url>"
	at := func(what string) []string { return []string{"sitemap.xml:1: " + what} }
	add := func(name, loc, want string) mutation {
		return mutation{name, "sitemap.xml", entry, entry + "<url><loc>" + loc + "</loc></url>", at(want)}
	}
	run(t, []mutation{
		add("gone", "https://juniper.example/gone/", "sitemap lists “https://juniper.example/gone/”, which does not exist"),
		add("noindex", "https://juniper.example/old/first/", "sitemap lists “https://juniper.example/old/first/”, which search engines are told to leave out"),
		add("twice", "https://juniper.example/", "sitemap lists “https://juniper.example/” twice"),
		add("relative", "/", "sitemap lists “/”, which is not an address of this site"),
		add("another site", "https://elsewhere.example/", "sitemap lists “https://elsewhere.example/”, which is not an address of this site"),
		{"the file itself", "sitemap.xml", "<loc>https://juniper.example/</loc>", "<loc>https://juniper.example/index.html</loc>", at("sitemap lists “https://juniper.example/index.html”, which is not the page's own address")},
		{"left out", "sitemap.xml", entry, "", []string{"index.html:1: is not in the sitemap"}},
		{"bad date", "sitemap.xml", "<lastmod>2026-05-01T10:00:00-05:00", "<lastmod>yesterday", at("lastmod “yesterday” is no date")},
		{"noindex page listed", first, "<head>", `<head><meta name="robots" content="noindex, follow">`, at("sitemap lists “https://juniper.example/blog/first/”, which search engines are told to leave out")},
		{"robots", "robots.txt", "Sitemap: https://juniper.example/sitemap.xml", "", []string{"robots.txt:1: does not name the sitemap"}},
		{"robots kept off", "robots.txt", "Sitemap:", "User-agent: *\nDisallow: /\nSitemap:", []string{"robots.txt:1: keeps search engines off the whole site"}},
	})
}

func TestEMailAddresses(t *testing.T) {
	t.Parallel()
	var table []mutation
	for name, spelled := range map[string]string{
		"plain": "ann@mail.example", "percent": "ann%40mail.example", "decimal": "ann&#64;mail.example", "decimal, padded": "ann&#0064;mail.example",
		"hexadecimal": "ann&#x40;mail.example", "capital": "ann&#X40;mail.example", "named": "ann&commat;mail.example", "escaped": `ann\u0040mail.example`,
		"without semicolon": "ann&#64mail.example", "letters hidden too": "&#97;nn&#64;&#109;ail.example", "wide": "ann＠mail.example", "a link": `<a href="mailto:ann@mail.example">x</a>`,
	} {
		for _, file := range []string{first, "blog/feed.xml"} {
			if file == "blog/feed.xml" && name != "plain" && name != "escaped" && name != "percent" {
				continue
			}
			old := map[string]string{first: "</main>", "blog/feed.xml": "Paper<"}[file]
			add := strings.ReplaceAll(spelled, "<", " ")
			if file == first {
				add = spelled
			}
			table = append(table, mutation{name + " in " + file, file, old, add + " " + old, []string{file + ":1: e-mail address ann@mail.example is public"}})
		}
	}
	run(t, append(table,
		mutation{"shard of the search", "search/shard-a.json", `"a"`, `"ann@mail.example"`, []string{"search/shard-a.json:1: e-mail address ann@mail.example is public"}},
		mutation{"own address", first, "</main>", "press@juniper.example </main>", nil},
		mutation{"the one that is never public", first, "</main>", "Desk&#64;juniper.example </main>", []string{first + ":1: e-mail address Desk@juniper.example must never be public"}},
		mutation{"subdomain of another", first, "</main>", "x@juniper.example.evil.example </main>", []string{first + ":1: e-mail address x@juniper.example.evil.example is public"}},
		mutation{"version of a package", first, "</main>", "react@18.2.0 and a@b </main>", nil},
		mutation{"handle in an address", first, "</main>", `<a href="https://social.example/@ann">x</a></main>`, nil},
	))
}

func TestLeftovers(t *testing.T) {
	t.Parallel()
	body := func(name, markup, want string) mutation {
		m := mutation{name: name, file: first, old: "</main>", new: "<p>" + markup + "</p></main>"}
		if want != "" {
			m.want = []string{first + ":1: something was left over: “" + want + "”"}
		}
		return m
	}
	run(t, []mutation{
		body("template", "Hello {{ .Name", "Hello {{ .Name"),
		body("template end", ".Name }} there", ".Name }} there"),
		body("no value", "Hello &lt;no value&gt;", "Hello <no value>"),
		body("verb", "%!d(string=x)", "%!d(string=x)"),
		body("extra", "x %!(EXTRA int=1)", "x %!(EXTRA int=1)"),
		body("enthusiasm", "100 %! (really)", ""),
		body("undefined", "undefined comments", "undefined comments"),
		body("undefined in an address", `<a href="https://elsewhere.example/undefined">x</a>`, "https://elsewhere.example/undefined"),
		body("part of a word", "undefinedness", ""),
		body("object", "[object Object]", "[object Object]"),
		body("filler", "Lorem Ipsum dolor", "Lorem Ipsum dolor"),
		body("reminder", "TODO: write", "TODO: write"),
		body("not a reminder", "TODOS and METODO", ""),
		body("attribute", `<span title="{{ x }}">y</span>`, "{{ x }}"),
		body("code", "<pre>{{ x }} TODO</pre>", ""),
		body("a reader", `<article id="c-2"><article>x</article>TODO</article>`, ""),
		body("after a reader", `<article id="c-2"><article>x</article></article>TODO`, "TODO"),
		body("template around a reader", `<article id="c-2">&lt;no value&gt;</article>`, "<no value>"),
	})
}
