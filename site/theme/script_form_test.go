package theme_test

// applicationIsKept: what was chosen and typed survives a reload and a failure
// until it is taken. The address, and consent, are never kept.
func applicationIsKept(b tab, s *stage) {
	const page = "/programs/cooking/"
	b.open(page)
	b.want("room for an angle", `document.querySelector(".count").textContent`, "600 characters left")
	b.run(`for (const id of ["rule1", "rule2_no", "sponsored_none", "newsletter"]) document.getElementById(id).click()`)
	b.run(`(() => {
		for (const [id, value] of Object.entries({ audience1: "25 or older", name: "Ann", email: "ann@reader.example", angle: "Soup", answer1: "Stew" })) {
			const field = document.getElementById(id);
			field.value = value;
			field.dispatchEvent(new Event("input", { bubbles: true }));
		}
	})()`)
	const kept = `["rule1", "rule2", "sponsored", "audience1", "name", "email", "angle", "answer1"].map((name) => document.querySelector(".application-form").elements[name].value).join(", ")`
	b.open(page)
	b.want("what is there", kept, "yes, no, none, 25 or older, Ann, , Soup, Stew")
	b.want("consent", `String(document.getElementById("newsletter").checked)`, "false")
	b.want("address", `String(JSON.stringify({...sessionStorage}).includes("reader.example"))`, "false")
	if err := b.send(".application-form"); err == nil {
		b.t.Error("the first answer was no failure")
	}
	b.open(page)
	b.want("what is there after a failure", kept, "yes, no, none, 25 or older, Ann, , Soup, Stew")
	if err := b.send(".application-form"); err != nil {
		b.t.Fatal(err)
	}
	b.want("what is kept", `JSON.stringify({...sessionStorage})`, "{}")
	if forms := s.forms(); len(forms) != 2 || len(forms[0].Get("key")) != len("00000000-0000-4000-8000-000000000000") {
		b.t.Errorf("posted %v, want two forms with a key", forms)
	}
}

// barredAreTold needs no script: a rule that is not met is said at once.
func barredAreTold(b tab, _ *stage) {
	const seen = `[...document.querySelectorAll(".barred")].filter((p) => p.offsetHeight > 0).map((p) => p.textContent).join()`
	b.open("/programs/cooking/")
	b.want("at first", seen, "")
	b.run(`document.getElementById("rule1").click()`)
	b.want("after a yes", seen, "")
	b.run(`document.getElementById("rule2_no").click()`)
	b.want("after a no", seen, "Then this program is not for you. It is only for people of whom this is true: “You live in the US or Canada”. Another one may be.")
}
