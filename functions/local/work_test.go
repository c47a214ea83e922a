package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"greenroom/site/browsertest"
)

// The whole way of a piece of work, as people go through it: an edit request
// with something from the brief and something new, read by a second person; the
// new thing declined; a draft that a check sends back; approved, published, put
// right, verified. Once without JavaScript, once with it.
func TestFromADraftToALivePost(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for _, mode := range []struct {
		name   string
		script bool
	}{{"JavaScript off", false}, {"JavaScript on", true}} {
		t.Run(mode.name, func(t *testing.T) {
			name := strings.ReplaceAll(strings.ToLower(mode.name), " ", "-") + "-work-"
			data := t.TempDir()
			p := start(t, data)
			tabOf := func() *tab { return openTab(t, browser, p.base, mode.script) }
			milo, devon, priya := tabOf(), tabOf(), tabOf()
			devon.signsIn("devon@greenroom.example")
			priya.signsIn("priya@greenroom.example")
			milo.signsIn("milo@example.com")
			milo.open("/me/")
			milo.press(`.queue a`)
			milo.press(`a[href^="/me/work/"]`)
			mine := milo.address()
			milo.sees("With us", "You hear from us by", "Version 1", "It says that it is an ad.")
			milo.shot(name + "sent")

			desk := asksForEdits(t, devon, name)
			milo.open(mine)
			if strings.Contains(milo.text(), "asleep") {
				t.Fatal("an edit request shows before it was sent")
			}
			secondLook(t, priya, desk, name)
			declinesWhatIsNew(t, milo, mine, name)
			resubmits(t, milo, name)
			devon.open(desk)
			devon.sees("They say: done", "What you saw done")
			devon.press(`form[action$="/approve"] button`)
			devon.sees("Nothing was changed", "Say that you saw change 1 done")
			devon.pick("#ok-1")
			devon.press(`form[action$="/approve"] button`)
			devon.sees("Approved: publish it")
			publishes(t, milo, mine, data, name)
			verifies(t, devon, desk, name)
			milo.open(mine)
			milo.sees("It counts as delivered", "You are paid by")
			milo.shot(name + "verified")
			letterTo(t, p.base, "milo@example.com", "Verified and delivered")

			devon.open("/desk/reports/")
			devon.sees("Barnacle & Bone", "The client changed their mind")
			devon.shot(name + "report")
			priya.open(mine)
			priya.sees(noPage())
		})
	}
}

// asksForEdits goes wrong first, as people do. It returns the work's page on
// the desk.
func asksForEdits(t *testing.T, devon *tab, name string) string {
	devon.open("/desk/")
	devon.sees("a draft to read")
	devon.press(`a[href^="/desk/work/0"]`)
	desk := devon.address()
	devon.shot(name + "desk")
	devon.typeInto("#item-1-what", "Just fix it")
	devon.press(`form[action$="/edit"] button`)
	devon.sees("Nothing was changed", "Say what was already good", "Leave out “just”", "Name the clause of the brief that asks for this")
	devon.shot(name + "edit-faults")
	devon.typeInto("#good", "The vacuum cleaner stays.")
	devon.retype("#item-1-what", "Show the size chart in the first picture")
	devon.typeInto("#item-1-why", "In the second one it is easy to miss.")
	devon.typeInto("#item-1-clause", "2. Show")
	devon.press(`form[action$="/edit"] button`)
	devon.sees("It is being written")
	devon.pick("details.card:nth-of-type(2) summary")
	devon.typeInto("#item-2-what", "One more picture of Biscuit asleep")
	devon.typeInto("#item-2-why", "The client would like a calm ending.")
	devon.typeInto("#item-2-clause", "None")
	devon.typeInto("#item-2-reason", "The client")
	devon.typeInto("#item-2-fee", "$45")
	devon.typeInto("#item-2-days", "2")
	devon.typeInto("#item-2-tried", "We asked whether the first picture would do.")
	devon.press(`form[action$="/edit"] button`)
	devon.press(`form[action$="/send"] button`)
	devon.sees("waits for a second person to read it", "You wrote it, so somebody else reads it before it goes")
	return desk
}

func secondLook(t *testing.T, priya *tab, desk, name string) {
	priya.open("/desk/")
	priya.sees("an edit request waits for a second look")
	priya.open(desk)
	priya.sees("new ask", "$45 and 2 more days", "Clause 2: Show the size chart once")
	priya.shot(name + "second-look")
	priya.press(`form[action$="/look"] button`)
	priya.sees("waits for the influencer's answer")
}

// declinesWhatIsNew reads the mail, does what is in the brief and says no to
// what is not: nothing else changes.
func declinesWhatIsNew(t *testing.T, milo *tab, mine, name string) {
	l := letterTo(t, milo.base, "milo@example.com", "what we ask of it")
	inBrief, isNew := strings.Index(l.Text, "In your brief:"), strings.Index(l.Text, "New, so it is your choice:")
	if inBrief < 0 || isNew < inBrief || !strings.Contains(l.Text, "The vacuum cleaner stays.") || strings.Contains(l.Text[:isNew], "asleep") {
		t.Errorf("the letter is not in its order:\n%s", l.Text)
	}
	milo.open(mine)
	before := dates(milo.text())
	milo.sees("In your brief", "New, so it is your choice", "Saying no changes nothing else", "Offer: $45 and 2 more days")
	milo.shot(name + "asked")
	milo.pick(`input[name=item-1-answer][value=accept]`)
	milo.press(`form[action$="/edits"] button`)
	milo.sees("Nothing was changed", "Say yes, no, or suggest other terms")
	milo.pick(`input[name=item-2-answer][value=decline]`)
	milo.press(`form[action$="/edits"] button`)
	milo.sees("was accepted", "You said: no")
	if after := dates(milo.text()); after != before {
		t.Errorf("saying no moved dates: %s, then %s", before, after)
	}
}

// dates are the lines of the page with the two dates that bind.
func dates(page string) string {
	from, to := strings.Index(page, "Draft by"), strings.Index(page, "Edits we ask for")
	if from < 0 || to < from {
		return page
	}
	return page[from:to]
}

// resubmits sends a draft that does not say that it is an ad, and then one that
// does.
func resubmits(t *testing.T, milo *tab, name string) {
	milo.sees("this is Biscuit, twelve years old") // the last version is there to go on from
	milo.rewrite("#text", "Biscuit is twelve and has four teeth. The size chart is in the first picture.")
	milo.ticks()
	milo.press(`form[action$="/draft"] button`)
	milo.sees("A check failed in your last version", "Nothing says plainly that this is an ad")
	milo.shot(name + "bounced")
	milo.rewrite("#text", "Ad: Biscuit is twelve and has four teeth, and a chew from @barnacleandbone. The size chart is in the first picture. #ad")
	milo.pick("#done-1") // everything else was kept as it was ticked
	milo.press(`form[action$="/draft"] button`)
	milo.sees("Nothing was changed", "Tick clause 1, or say why not")
	milo.pick("#done-1")
	milo.press(`form[action$="/draft"] button`)
	milo.sees("Your draft is with us", "Version 3")
}

// ticks fills in what a draft needs beside its words.
func (p *tab) ticks() {
	p.pick("#result-1-done")
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		p.pick("#done-" + n)
	}
}

// rewrite replaces what stands in a field of several lines.
func (p *tab) rewrite(selector, words string) {
	p.t.Helper()
	ask(p, "emptying "+selector, chromedp.Evaluate[string](`document.querySelector("`+selector+`").value = ""`))
	p.typeInto(selector, words)
}

// publishes sends in a page that does not say that it is an ad, puts it right
// and sends it in again. A stack has no web of its own: there nobody can reach
// the page, which is nobody's fault, and a person looks.
func publishes(t *testing.T, milo *tab, mine, data, name string) {
	writes := func(words string) {
		file := filepath.Join(data, "web", "hart.example", "biscuit.html")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		page := "<!doctype html><title>Biscuit</title><article><p>" + words + "</p></article>"
		if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	milo.open(mine)
	milo.sees("Approved. You can publish it.")
	milo.typeInto("#address", "http://169.254.169.254/latest/meta-data")
	milo.press(`form[action$="/live"] button`)
	milo.sees("Enter the address of the post as your browser shows it")
	milo.retype("#address", "https://hart.example/biscuit")
	if onStack() == "" {
		writes("Biscuit has four teeth and a chew. #ad #dogs #chews")
		milo.typeInto("#spoken", "0:02")
		milo.typeInto("#screen", "0:01")
		milo.press(`form[action$="/live"] button`)
		milo.sees("something to put right", "Look again")
		milo.shot(name + "fix")
		writes("Ad: Biscuit has four teeth and a chew. #ad")
	}
	milo.typeInto("#spoken", "0:02")
	milo.typeInto("#screen", "0:01")
	milo.press(`form[action$="/live"] button`)
	milo.sees("A person here looks at it once more")
}

func verifies(t *testing.T, devon *tab, desk, name string) {
	devon.open(desk)
	devon.press(`form[action$="/verify"] button`)
	devon.sees("Something could not be checked. Say what you saw when you looked yourself")
	devon.shot(name + "verify")
	devon.typeInto("#reason", "I watched it: said at 0:02, shown at 0:01.")
	devon.press(`form[action$="/verify"] button`)
	devon.sees("Live and verified")
}
