package main_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"greenroom/site/browsertest"
	"greenroom/site/content"
)

// rollingProgram decides while it takes applications.
const rollingProgram = "barnacle-first-thousand"

// The whole way of an application, as people go through it: from the form on a
// static page to the answer, through the hands of two who read it, one who
// decides and one who reads the letter. Once without JavaScript, once with it.
func TestFromAnApplicationToItsAnswer(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for _, mode := range []struct {
		name   string
		script bool
	}{{"JavaScript off", false}, {"JavaScript on", true}} {
		t.Run(mode.name, func(t *testing.T) {
			name := strings.ReplaceAll(strings.ToLower(mode.name), " ", "-") + "-application-"
			p := start(t, t.TempDir(), "-empty")
			tabOf := func() *tab { return openTab(t, browser, p.base, mode.script) }
			ivy, devon, tess, lead := tabOf(), tabOf(), tabOf(), tabOf()

			applies(t, ivy, name)
			ivy.signsIn("ivy@example.com")
			ivy.press(`.queue a`)
			ivy.sees("Received – waiting for a person", "whatever the answer")
			ivy.shot(name + "sent")
			mine := ivy.address()
			id := mine[strings.LastIndex(mine, "/")+1:]

			devon.signsIn("devon@greenroom.example")
			reads(t, devon, "3", name)
			devon.shot(name + "read")
			ivy.open(mine)
			ivy.sees("Being read – first opened on")
			tess.signsIn("tess@greenroom.example")
			reads(t, tess, "4", "")

			lead.signsIn("marisol@greenroom.example")
			lead.shot(name + "today")
			decides(t, lead, id, name)
			ivy.open(mine)
			ivy.sees("Being read")
			if strings.Contains(ivy.text(), "You are in") {
				t.Fatal("a decision shows before its release")
			}
			approves(t, tess, name)
			releases(t, lead, name)
			hears(t, ivy, mine, name)

			devon.open(mine)
			devon.sees(noPage())
		})
	}
}

// applies goes wrong first, as people do.
func applies(t *testing.T, ivy *tab, name string) {
	ivy.open("/programs/" + rollingProgram + "/")
	ivy.shot(name + "form")
	ivy.typeInto("#angle", "Four teeth, all opinions.")
	ivy.pick(`input[name=rule2][value=no]`)
	ivy.press(`.application-form button[type=submit]`)
	ivy.sees("There is a problem", "Enter your name", "This program is only for people of whom this is true: “You live in the US”")
	if kept := ask(ivy, "reading the form", chromedp.Value(chromedp.CSS("#angle"))); kept != "Four teeth, all opinions." {
		t.Errorf("the form came back with %q", kept)
	}
	ivy.shot(name + "faults")
	ivy.typeInto("#name", "Ivy Canary")
	ivy.typeInto("#email", "ivy@example.com")
	ivy.typeInto("#channel", "instagram.example/ivycanary")
	ivy.typeInto("#piece", ivy.base+"/about/?canary-piece")
	ivy.typeInto("#answer1", "Bram, beagle, nine.")
	for _, rule := range []string{"rule1", "rule2", "rule3", "rule4"} {
		ivy.pick(`input[name=` + rule + `][value=yes]`)
	}
	ivy.pick(`input[name=sponsored][value=none]`)
	ivy.pick(`input[name=available]`)
	ivy.press(`.application-form button[type=submit]`)
	ivy.sees("We have it", "You will hear from us by", "whatever the answer")
	ivy.shot(name + "receipt")
	letterTo(t, ivy.base, "ivy@example.com", "We have it")
}

// reads takes up the one application, opens its piece, scores both passes and
// is done. Before the first pass is handed in, nothing tells who applied.
func reads(t *testing.T, who *tab, mark, name string) {
	who.open("/desk/")
	who.sees("1 application to read")
	who.open("/desk/vetting/")
	who.press(`form[action="/api/desk/vetting/next"] button`)
	sheet := who.address()
	who.sees("The work", "Four teeth, all opinions.")
	if name != "" {
		who.shot(name + "blind")
	}
	blind := strings.ToLower(ask(who, "reading the source", chromedp.OuterHTML(chromedp.CSS("html"))))
	for _, canary := range []string{"ivy", "canary", "instagram"} {
		if strings.Contains(blind, canary) {
			t.Errorf("the first pass shows %q", canary)
		}
	}
	who.run("opening the piece here", chromedp.RemoveAttribute(chromedp.CSS(`form[action$="/open"]`), "target"))
	who.press(`form[action$="/open"] button`)
	eventually(t, "the piece is there", func() bool { return strings.Contains(who.address(), "canary-piece") })
	who.open(sheet)
	who.press(`form[action$="/blind"] button`)
	who.sees("There is a problem", "Say how sure you are")
	who.marks(content.Blind, mark)
	who.press(`form[action$="/blind"] button`)
	who.sees("Name and numbers", "Ivy Canary", "instagram.example/ivycanary")
	if name != "" {
		who.shot(name + "numbers")
	}
	who.marks(content.Revealed, mark)
	who.press(`form[action$="/numbers"] button[value=next]`)
	who.sees("That was the last one")
}

// marks gives every criterion of a pass that counts in the rolling program the
// same mark, with evidence.
func (p *tab) marks(pass content.Pass, mark string) {
	for _, c := range content.Criteria() {
		if c.Pass != pass || c.Key == "reach" { // which counts nothing there
			continue
		}
		p.pick(`input[name="score-` + c.Key + `"][value="` + mark + `"]`)
		p.typeInto("#evidence-"+c.Key, "All opinions.")
	}
	p.pick(`input[name=confidence][value="2"]`)
}

// decides stands aside, decides and asks for a second look.
func decides(t *testing.T, lead *tab, id, name string) {
	lead.open("/desk/applications/" + id)
	lead.sees("Score this application first, or stand aside")
	lead.open("/desk/vetting/" + id)
	lead.pick("details summary")
	lead.press(`input[name=kind][value=aside] ~ button`)
	lead.sees("Ivy Canary", "median of 2, of 2 needed", "Devon Achterberg", "Tess Abara")
	lead.press(`form[action$="/decide"] button`)
	lead.sees("Nothing was changed", "Choose an outcome", "Choose at least one reason")
	lead.pick(`input[name=kind][value=accept]`)
	lead.pick(`input[name=reasons][value="accept:angle"]`)
	lead.typeInto("#sentence", "Four teeth decided it.")
	lead.shot(name + "file")
	lead.press(`form[action$="/decide"] button`)
	lead.sees("Decided: accept", "Nobody outside knows yet")
	lead.press(`a[href^="/desk/mails/"]`)
	lead.sees("As it will be read", "Four teeth decided it.")
	lead.press(`a[href$="/outcomes"]`)
	lead.press(`form[action$="/second-look"] button`)
	lead.sees("1 of your own waits for somebody else to read")
	lead.shot(name + "outcomes")
}

// approves reads the letter as the second person.
func approves(t *testing.T, tess *tab, name string) {
	tess.open("/desk/")
	tess.sees("Letters wait for a second look")
	tess.press(`a[href$="/outcomes"]`)
	tess.press(`a[href^="/desk/mails/"]`)
	tess.sees("Written by Marisol Tran", "Four teeth decided it.")
	tess.shot(name + "letter")
	tess.press(`form[action$="/approve"] button`)
	tess.sees("approved, held until released")
	for _, l := range mailbox(t, tess.base) {
		if strings.Contains(l.Subject, "You are in") {
			t.Fatal("the letter left before its release")
		}
	}
}

func releases(t *testing.T, lead *tab, name string) {
	lead.open("/desk/programs/" + rollingProgram + "/outcomes")
	lead.press(`form[action$="/release"] button`)
	lead.sees("The last release told 1 person.", "Nothing is decided and untold")
	lead.shot(name + "released")
	lead.open("/desk/programs/" + rollingProgram)
	lead.sees("1 of 1", "accepted 1")
	lead.shot(name + "program")
}

// hears reads the answer in the mailbox and on the applicant's own page.
func hears(t *testing.T, ivy *tab, mine, name string) {
	l := letterTo(t, ivy.base, "ivy@example.com", "You are in")
	if !strings.Contains(l.Text, "Four teeth decided it.") || !strings.Contains(l.Text, mine) {
		t.Errorf("the letter says:\n%s", l.Text)
	}
	ivy.open(mine)
	ivy.sees("You are in – please confirm by", "Four teeth decided it.", "Strong")
	ivy.shot(name + "answer")
	ivy.press(`form[action$="/confirm"] button`)
	ivy.sees("Say that you accept the terms")
	ivy.pick("#terms")
	ivy.press(`form[action$="/confirm"] button`)
	ivy.sees("Confirmed")
	status, page := get(t, client(), ivy.base+"/programs/"+rollingProgram+"/")
	if status != http.StatusOK || strings.Contains(page, "Canary") || strings.Contains(page, "ivy@") {
		t.Errorf("the program's page has status %d, or names the applicant", status)
	}
}

// pick chooses a radio button or ticks a box.
func (p *tab) pick(selector string) {
	p.t.Helper()
	p.run("choosing "+selector, chromedp.ScrollIntoView(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector)))
}

// signsIn goes through the code in the mail.
func (p *tab) signsIn(email string) {
	p.t.Helper()
	p.open("/sign-in")
	p.typeInto("#email", email)
	p.press(`form[action="/api/sign-in"] button`)
	code := codeInMail.FindString(letterTo(p.t, p.base, email, "Sign in").Text)
	p.typeInto("#code", code)
	p.press(`form[action="/api/sign-in/code"] button`)
}

// letterTo waits for the newest letter to somebody whose subject says so.
func letterTo(t *testing.T, base, to, subject string) (found letter) {
	t.Helper()
	eventually(t, "a letter to "+to+" arrives: "+subject, func() bool {
		for _, l := range mailbox(t, base) {
			if l.To == to && strings.Contains(l.Subject, subject) {
				found = l
				return true
			}
		}
		return false
	})
	return found
}
