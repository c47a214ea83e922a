package theme_test

import (
	"github.com/chromedp/chromedp"
)

const (
	titlesShown = `[...document.querySelectorAll(".programs > li")].filter((li) => li.offsetHeight > 0).map((li) => li.querySelector("h3").textContent.slice(0, 5)).join(", ")`
	groupsShown = `[...document.querySelectorAll("h2")].filter((h) => h.offsetHeight > 0).map((h) => h.textContent).join(", ")`
	chosen      = `[...document.querySelectorAll(".filters [aria-current]")].map((a) => a.firstChild.data.trim()).join(", ")`
	said        = `document.querySelector(".filters [role=status]").textContent`
)

func choose(choice string) string {
	return `document.querySelector('[data-filter="` + choice + `"]').click()`
}

// filtersTogether: a choice more in a row lets more through, a row more lets
// less, and a group of which nothing is left goes.
func filtersTogether(b tab, _ *stage) {
	b.open("/programs/")
	b.want("at first", titlesShown, "A wee, First, Start")
	b.want("chosen at first", chosen, "All programs")
	b.run(choose("platform:tiktok"))
	b.want("on one platform", titlesShown, "First")
	b.want("groups", groupsShown, "Open now")
	b.want("status", said, "1 of 3 programs")
	b.want("chosen", chosen, "tiktok")
	b.run(choose("platform:blog"))
	b.want("on either of two", titlesShown, "A wee, First, Start")
	b.run(choose("region:ca"))
	b.want("and in a region", titlesShown, "A wee")
	b.run(choose("small-accounts"))
	b.want("and for small accounts", titlesShown, "")
	b.want("status of nothing", said, "0 of 3 programs")
	b.run(`document.querySelector(".filters .all").click()`)
	b.want("all again", titlesShown, "A wee, First, Start")
	b.want("address of all", `location.pathname + location.search`, "/programs/")
}

func filtersKeepToTheAddress(b tab, _ *stage) {
	b.open("/programs/?platform=instagram&topic=pets&topic=nonsense&x=<b>")
	b.want("as asked for", titlesShown, "First")
	b.want("chosen", chosen, "instagram, pets")
	b.run(choose("small-accounts"))
	b.want("address", `location.search`, "?platform=instagram&topic=pets&small-accounts=")
	b.run(choose("topic:pets"))
	b.want("address of less", `location.search`, "?platform=instagram&small-accounts=")
	b.run(`new Promise((done) => { addEventListener("popstate", done, { once: true }); history.go(-2); })`)
	b.want("after going back", chosen, "instagram, pets")
	b.run(`new Promise((done) => { addEventListener("popstate", done, { once: true }); history.forward(); })`)
	b.want("after going forward", chosen, "instagram, pets, Small accounts")
}

func filterPagesLeadToAll(b tab, _ *stage) {
	b.open("/programs/topic/pets/")
	b.want("chosen", chosen, "pets")
	b.want("one more", `new URL(document.querySelector('[data-filter="platform:blog"]').href).search`, "?topic=pets&platform=blog")
	b.want("one less", `document.querySelector('[data-filter="topic:pets"]').getAttribute("href")`, "/programs/")
}

func contentsOpen(b tab, _ *stage) {
	for width, want := range map[int64]string{1280: "true", 360: "false"} {
		if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, 800)); err != nil {
			b.t.Fatal(err)
		}
		b.open("/post")
		b.want("open", `String(document.querySelector(".contents").open)`, want)
		b.want("seen", `String(document.querySelector(".contents ol").checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }))`, want)
	}
}
