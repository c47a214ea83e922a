package main_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"greenroom/site/browsertest"
)

const briefDesk = "/desk/briefs/" + rollingProgram

var signInMail = regexp.MustCompile(`http://\S+/briefs/sign/\S+`)

// A change of a brief that is in force, as people go through it: written, sent
// back by its lint, read by two who did not write it, signed by the client from
// a mail, released, and acknowledged by who works from it, to whom what is new
// is an offer. Once without JavaScript, once with it.
func TestFromABriefToWhoWorksFromIt(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for _, mode := range []struct {
		name   string
		script bool
	}{{"JavaScript off", false}, {"JavaScript on", true}} {
		t.Run(mode.name, func(t *testing.T) {
			name := strings.ReplaceAll(strings.ToLower(mode.name), " ", "-") + "-brief-"
			p := start(t, t.TempDir())
			tabOf := func() *tab { return openTab(t, browser, p.base, mode.script) }
			devon, priya, sam, client, milo := tabOf(), tabOf(), tabOf(), tabOf(), tabOf()
			devon.signsIn("devon@greenroom.example")
			priya.signsIn("priya@greenroom.example")
			sam.signsIn("sam@greenroom.example")
			milo.signsIn("milo@example.com")

			amends(t, devon, name)
			for _, reader := range []*tab{priya, sam} {
				reader.open("/desk/")
				reader.sees("First thousand")
				reader.open(briefDesk)
				reader.shot(name + "reads")
				reader.press(`form[action$="/approve"] button:not([name])`)
			}
			devon.open(briefDesk)
			devon.sees("Version 2", "Version 1 is in force", "Priya Lindqvist", "Sam Okafor-Reyes")
			if strings.Contains(devon.text(), "Release it") {
				t.Fatal("what the client has not signed can be released")
			}
			signs(t, client, name)
			devon.open(briefDesk)
			devon.press(`form[action$="/release"] button`)
			acknowledges(t, milo, name)
		})
	}
}

// amends adds a clause that asks for more, and forgets who looks whether it was
// kept.
func amends(t *testing.T, devon *tab, name string) {
	devon.open(briefDesk)
	devon.sees("Version 1", "Signed by the client", "Jo Marsden")
	devon.shot(name + "desk")
	devon.press(`a[href$="/edit"]`)
	rows := ask(devon, "counting rows", chromedp.Evaluate[int](`document.querySelectorAll("input[name^=row-]").length`))
	row := "c" + strconv.Itoa(rows-2) // three are empty
	devon.typeInto("textarea[name="+row+"-text]", "Say how long Biscuit chewed")
	devon.shot(name + "edit")
	devon.press(`form[action$="/write"] button`)
	devon.sees("Say how long Biscuit chewed", "To put right before it is sent")
	devon.press(`form[action$="/send"] button`)
	devon.sees("Nothing was changed")
	devon.shot(name + "lint")
	devon.press(`a[href$="/edit"]`)
	devon.pick(`details:has(textarea[name=` + row + `-text]) > summary`)
	devon.typeInto("#"+row+"-test", "the influencer")
	devon.typeInto("#"+row+"-reason", "The client")
	devon.typeInto("#"+row+"-fee", "45")
	devon.typeInto("#"+row+"-days", "2")
	devon.typeInto("#"+row+"-tried", "We asked the client to do without it.")
	devon.press(`form[action$="/write"] button`)
	devon.press(`form[action$="/send"] button`)
	devon.sees("Version 2")
	if strings.Contains(devon.text(), "Approve it as it is") {
		t.Error("who wrote it may approve it")
	}
}

// signs opens the link of the newest mail, twice: that changes nothing.
func signs(t *testing.T, client *tab, name string) {
	link := signInMail.FindString(letterTo(t, client.base, "jo@barnacleandbone.example", "A brief for you").Text)
	client.open(link)
	client.open(link)
	client.sees("Say how long Biscuit chewed", "It is right as it is", "$45")
	client.shot(name + "client")
	client.press(`form[action$="/sign"] button`)
	client.sees("There is a problem")
	client.typeInto("#name", "Jo Marsden")
	client.press(`form[action$="/sign"] button`)
	client.sees("Jo Marsden")
	if strings.Contains(client.text(), "It is right as it is") {
		t.Error("what is signed can be signed once more")
	}
}

// acknowledges answers wrong first. What is new is not asked of somebody who
// has agreed to less.
func acknowledges(t *testing.T, milo *tab, name string) {
	letterTo(t, milo.base, "milo@example.com", "brief")
	milo.open("/me/")
	milo.press(`.queue a`)
	milo.sees("Version 2 is out")
	milo.press(`a[href^="/me/brief/"]`)
	milo.sees("New, so it is your choice", "Say how long Biscuit chewed")
	milo.shot(name + "mine")
	milo.answersQuestions(func(right int) int { return (right + 1) % 3 })
	milo.press(`form[action$="/acknowledge"] button`)
	milo.sees("Read clause", "again, please")
	milo.shot(name + "wrong")
	milo.answersQuestions(func(right int) int { return right })
	milo.press(`form[action$="/acknowledge"] button`)
	milo.sees("You have")
	milo.typeInto("#question", "May the cat be in it?")
	milo.press(`form[action$="/ask"] button`)
	milo.sees("May the cat be in it?")
	milo.shot(name + "acknowledged")
	milo.sees("$45 and 2 more days", "We asked the client to do without it.")
	milo.press(`form[action$="/take"] button`)
	milo.shot(name + "taken")
	if strings.Contains(milo.text(), "New, so it is your choice") {
		t.Error("what was taken is still an offer")
	}
	milo.open("/me/")
	milo.press(`.queue a`)
	milo.press(`a[href^="/me/work/"]`)
	milo.sees("$45")
	milo.shot(name + "work")
}

// answersQuestions chooses for each question what pick makes of the right
// choice: it must be done, must not, or is neither.
func (p *tab) answersQuestions(pick func(right int) int) {
	p.t.Helper()
	must := []string{"The dog is yours or lives with you", "Show the size chart once", "Link or tag @barnacleandbone.example", "“Ad” as the first word of the caption"}
	mustNot := []string{"No veterinary claims", "No other treat brand in frame"}
	asked := ask(p, "reading the questions", chromedp.Evaluate[[]string](
		`[...document.querySelectorAll('form[action$="/acknowledge"] legend')].map(l => l.id + "\n" + l.textContent.trim())`))
	if len(asked) != 3 {
		p.t.Fatalf("%d questions: %q", len(asked), asked)
	}
	for _, question := range asked {
		id, text, _ := strings.Cut(question, "\n")
		right := 2
		switch {
		case slices.Contains(must, text):
			right = 0
		case slices.Contains(mustNot, text):
			right = 1
		}
		p.pick("#" + id + "-" + strconv.Itoa(pick(right)))
	}
}
