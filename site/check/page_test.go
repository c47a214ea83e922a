package check

import "testing"

const first = "blog/first/index.html"

func TestPages(t *testing.T) {
	t.Parallel()
	at := func(what ...string) (lines []string) {
		for _, w := range what {
			lines = append(lines, first+":1: "+w)
		}
		return lines
	}
	run(t, []mutation{
		{"no lang", first, ` lang="en"`, "", at("html has no lang")},
		{"no title", first, "<title>First post</title>", "", at("has no title")},
		{"empty title", first, "<title>First post</title>", "<title> </title>", at("has no title")},
		{"two titles", first, "<title>First post</title>", "<title>First post</title><title>x</title>", at("has 2 titles")},
		{"title of another page", first, "<title>First post</title>", "<title>Juniper\n Desk</title>", []string{"index.html:1: title “Juniper Desk” is also that of blog/first/index.html"}},
		{"no description", first, `content="About paper."`, `content=" "`, at("has no description")},
		{"no canonical", first, `<link rel="canonical" href="https://juniper.example/blog/first/">`, "", at("has no canonical address")},
		{"another canonical", first, `href="https://juniper.example/blog/first/"`, `href="https://juniper.example/"`, at("canonical address “https://juniper.example/” is not the page's own")},
		{"two canonicals", first, "</head>", `<link rel=canonical href="https://juniper.example/blog/first/">`, at("has 2 canonical addresses")},
		{"another og:url", "index.html", `property="og:url" content="https://juniper.example/"`, `property="og:url" content="/"`, []string{"index.html:1: og:url “/” is not the page's own address"}},
		{"relative og:image", "index.html", `content="https://juniper.example/media/desk.png"`, `content="/media/desk.png"`, []string{"index.html:1: picture of the share card is not an absolute address of this site: “/media/desk.png”"}},
		{"no main", first, "<main id=\"main\">", "", at("has no main element")},
		{"two mains", first, "</main>", "</main><main></main>", at("has 2 main elements")},
		{"a hidden second main", first, "</main>", "</main><main hidden></main>", nil},
		{"no h1", first, "<h1>First post</h1>", "", at("has no h1", "heading “Paper” skips a level: it is h2 and h1 was due")},
		{"two h1", first, "<h1>First post</h1>", "<h1>First post</h1><h1>x</h1>", at("has 2 h1s")},
		{"heading skipped", first, "</h2>", "</h2><h4>Deep <b>down</b></h4>", at("heading “Deep down” skips a level: it is h4 and h3 was due")},
		{"empty heading", first, "</h2>", "</h2><h3> </h3>", at("a heading has no words")},
		{"heading of a picture", first, "</h2>", `</h2><h3><img src="/media/desk.png" alt="Desk" width="1" height="1"></h3>`, nil},
		{"id twice", first, "</h2>", `</h2><p id="paper">`, at("id “paper” is there twice")},
		{"id with a space", first, "</h2>", `</h2><p id="a b">`, at("id “a b” is empty or holds a space")},
		{"no label", "index.html", `<label for="name">Name</label>`, "", []string{`index.html:1: <input name="name"> has no label`}},
		{"label for nobody", "index.html", `for="name"`, `for="nam"`, []string{`index.html:1: <input name="name"> has no label`, "index.html:1: an attribute names the id “nam”, which is not on the page"}},
		{"aria-label", "index.html", `<label for="name">Name</label> <input id="name"`, `<input aria-label="Name"`, nil},
		{"select without label", first, "</main>", `<select name="x"><option>1</select></main>`, at(`<select name="x"> has no label`)},
		{"label around, closed before", first, "</main>", `<label>x</label><input id="q"></main>`, at(`<input id="q"> has no label`)},
		{"button without words", "index.html", "Send</button>", "</button>", []string{"index.html:1: <button> has no words"}},
		{"button with a picture", first, "</main>", `<button><img src="/media/desk.png" alt="Send" width=1 height=1></button></main>`, nil},
		{"input image without alt", first, "</main>", `<input type="image" src="/media/desk.png"></main>`, at(`<input type="image"> has no alt`)},
		{"no alt", "index.html", ` alt="A desk"`, "", []string{"index.html:1: picture /media/desk.png has no alt"}},
		{"empty alt", "index.html", `alt="A desk"`, `alt=""`, nil},
		{"no width", "index.html", `width="640"`, `width="auto"`, []string{"index.html:1: picture /media/desk.png has no width and height"}},
		{"no src", first, "</main>", `<img alt="x"></main>`, at("a picture has no src")},
		{"picture missing", first, "</main>", `<img src="../gone.png" alt="" width="1" height="1"></main>`, at("picture does not exist: /blog/gone.png")},
		{"picture in noscript", first, "</main>", `<noscript><img src="/x.png" alt="" width="1" height="1"></noscript></main>`, at("picture does not exist: /x.png")},
	})
}

func TestLinks(t *testing.T) {
	t.Parallel()
	link := func(name, href string, want ...string) mutation {
		m := mutation{name: name, file: first, old: "</main>", new: `<a href="` + href + `">x</a></main>`}
		for _, w := range want {
			m.want = append(m.want, first+":1: "+w)
		}
		return m
	}
	run(t, []mutation{
		link("home", "/"),
		link("absolute", "https://juniper.example/blog/first/"),
		link("absolute without a slash", "https://juniper.example"),
		link("capital host", "https://JUNIPER.example/blog/first/"),
		link("without a scheme", "//juniper.example/blog/first/"),
		link("query", "/blog/first/?a=1#paper"),
		link("escaped", "/blog/f%69rst/#p%61per"),
		link("top of the page", "#top"),
		link("nothing", ""),
		link("relative folder", "../first/"),
		link("a text", "#:~:text=paper"),
		link("served", "/sign-in?back=/"),
		link("permalink of a comment", "/c/01JV/"),
		link("mail", "mailto:hello@juniper.example"),
		link("telephone", "tel:+1"),
		link("a file", "/media/desk.png"),
		link("dead", "/blog/second/", "link to /blog/second/ leads to no file"),
		link("dead and absolute", "https://juniper.example/gone/", "link to /gone/ leads to no file"),
		link("dead on a capital host", "https://JUNIPER.example/gone/", "link to /gone/ leads to no file"),
		link("dead relative", "second/", "link to /blog/first/second/ leads to no file"),
		link("out of the tree", "../../../../etc/passwd", "link to /etc/passwd leads to no file"),
		link("no final slash", "/blog/first", "link to /blog/first leads to no file"),
		link("a folder without a page", "/blog/", "link to /blog/ leads to no file"),
		link("dead id here", "#gone", "link to “#gone”: that page has no #gone"),
		link("dead id there", "/#gone", "link to “/#gone”: that page has no #gone"),
		link("script", "javascript:alert(1)", "link “javascript:alert(1)” runs a script"),
		link("script, disguised", " java&#10;script:alert(1)", "link “java script:alert(1)” runs a script"),
		link("malformed", "http://[::1", "link “http://[::1” is no address"),
		{"dead next page", first, "</head>", `<link rel="next" href="/blog/2/"></head>`, []string{first + ":1: link to /blog/2/ leads to no file"}},
		{"dead redirect", "old/first/index.html", "url=/blog/first/", "url=/blog/frist/", []string{"old/first/index.html:1: link to /blog/frist/ leads to no file"}},
		{"form to nowhere", "index.html", `action="/api/comments"`, `action="/send"`, []string{"index.html:1: link to /send leads to no file"}},
	})
}

func TestOtherHosts(t *testing.T) {
	t.Parallel()
	body := func(name, markup string, want string) mutation {
		return mutation{name, first, "</main>", markup + "</main>", []string{first + ":1: " + want}}
	}
	run(t, []mutation{
		body("script", `<script src="https://cdn.example/a.js"></script>`, "script is loaded from another host: “https://cdn.example/a.js”"),
		body("script without scheme", `<script src="//cdn.example/a.js"></script>`, "script is loaded from another host: “//cdn.example/a.js”"),
		body("style", `<link rel="stylesheet" href="https://cdn.example/a.css">`, "style sheet is loaded from another host: “https://cdn.example/a.css”"),
		body("import", `<style>@import "https://cdn.example/a.css";</style>`, "file of a style is loaded from another host: “https://cdn.example/a.css”"),
		body("background", `<p style="background:url('https://cdn.example/a.png')">`, "file of a style is loaded from another host: “https://cdn.example/a.png”"),
		body("picture", `<img src="https://cdn.example/a.png" alt="" width="1" height="1">`, "picture is loaded from another host: “https://cdn.example/a.png”"),
		body("srcset", `<img src="/media/desk.png" srcset="https://cdn.example/a.png 2x" alt="" width="1" height="1">`, "picture is loaded from another host: “https://cdn.example/a.png”"),
		body("frame", `<iframe src="https://video.example/1"></iframe>`, "iframe is loaded from another host: “https://video.example/1”"),
		body("script in a form", `<form action="javascript:x()"></form>`, "link “javascript:x()” runs a script"),
	})
}
