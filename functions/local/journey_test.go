package main_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"greenroom/site/browsertest"
)

var deskInMail = regexp.MustCompile(`http://\S+/desk/comments/\S+`)

// The whole loop, as people go through it: a reader comments, a moderator is
// told by mail, signs in, approves and answers, and everybody else sees it in
// the static page and in the feed. Once without JavaScript, once with it.
func TestFromACommentToThePageThatShowsIt(t *testing.T) {
	t.Parallel()
	browser := browsertest.Start(t)
	for _, mode := range []struct {
		name   string
		script bool
	}{{"JavaScript off", false}, {"JavaScript on", true}} {
		t.Run(mode.name, func(t *testing.T) {
			name := strings.ReplaceAll(strings.ToLower(mode.name), " ", "-")
			p := start(t, t.TempDir())
			reader, staff, other := openTab(t, browser, p.base, mode.script), openTab(t, browser, p.base, mode.script), openTab(t, browser, p.base, mode.script)

			words := "Which of the five would you tell a new colleague first? (" + mode.name + ")"
			comments(t, reader, words, name)
			other.open("/blog/" + crashPost + "/")
			if strings.Contains(other.text(), words) {
				t.Fatal("a held comment is public")
			}
			opensDeskFromMail(t, staff, name)
			staff.sees(words, "waiting for approval")
			staff.shot(name + "-desk-comment")
			staff.press(`form[action$="/approve"] button`)
			staff.sees("is now published", "See it on the site")
			staff.shot(name + "-desk-approved")

			live := seesLive(t, other, words)
			other.shot(name + "-live")
			staff.press(`a[href^="/c/"]`) // which leads on
			if at := staff.address(); at != "/blog/"+crashPost+"/#"+live {
				t.Errorf("the desk links to %s, the comment is %s", at, live)
			}
			answers(t, staff, live, name)
			reader.open("/blog/" + crashPost + "/")
			eventually(t, "the answer is on the page", func() bool {
				reader.open("/blog/" + crashPost + "/")
				return strings.Contains(reader.text(), "The second one. — Tess")
			})
			reader.sees("Tess Abara", "Editor and moderator")
			replies(t, reader, live, mode.script, name)
		})
	}
}

// comments goes wrong first, as people do, then sends the comment.
func comments(t *testing.T, reader *tab, words, name string) {
	reader.open("/blog/" + crashPost + "/")
	reader.sees("Your email address will not be published and comments appear upon approval.")
	reader.typeInto("#text", words)
	reader.typeInto("#email", "emmerey@example")
	reader.press(`.comment-form button[type=submit]`)
	reader.sees("There is a problem", "Enter your name", "correct format")
	if kept := ask(reader, "reading the form", chromedp.Value(chromedp.CSS("#text"))); kept != words {
		t.Errorf("the form came back with %q", kept)
	}
	reader.shot(name + "-faults")
	reader.typeInto("#name", "Emmerey")
	reader.retype("#email", "emmerey@example.com")
	reader.press(`.comment-form button[type=submit]`)
	reader.sees("Your comment waits for approval", words)
	if !strings.HasPrefix(reader.address(), "/comments/status/") {
		t.Errorf("the reader is at %s", reader.address())
	}
	reader.shot(name + "-held")
}

// opensDeskFromMail follows the link in the moderators' mail through signing
// in to the comment's page on the desk.
func opensDeskFromMail(t *testing.T, staff *tab, name string) {
	var link string
	eventually(t, "the moderators' mail arrives", func() bool {
		for _, l := range mailbox(t, staff.base) {
			if l.To == "moderators@greenroom.example" {
				link = deskInMail.FindString(l.Text)
				return true
			}
		}
		return false
	})
	staff.open(link)
	staff.sees("We mail you a link and a code")
	staff.typeInto("#email", "tess@greenroom.example")
	staff.press(`form[action="/api/sign-in"] button`)
	staff.sees("Check your mail")
	staff.shot(name + "-check-mail")
	code := codeInMail.FindString(letterTo(t, staff.base, "tess@greenroom.example", "Sign in").Text)
	staff.open("/dev/mail")
	staff.sees(code, "Sign in to Greenroom", "A comment waits for approval")
	staff.shot(name + "-mailbox")
	staff.press(`a[href*="/sign-in/link/"]`)
	staff.sees("One press and you are in")
	staff.press(`form[action="/api/sign-in/link"] button`)
	if at := staff.address(); at != strings.TrimPrefix(link, staff.base) {
		t.Errorf("after signing in the moderator is at %s, not at %s", at, link)
	}
}

// seesLive waits until the comment is on the static page and in its feed, and
// returns its anchor.
func seesLive(t *testing.T, other *tab, words string) (anchor string) {
	eventually(t, "the comment is on the page", func() bool {
		other.open("/blog/" + crashPost + "/")
		return strings.Contains(other.text(), words)
	})
	var feed string
	eventually(t, "the comment is in the feed, which is written after the page", func() bool {
		_, feed = get(t, client(), other.base+"/blog/"+crashPost+"/comments.xml")
		return strings.Contains(feed, "Which of the five would you tell")
	})
	_, page := get(t, client(), other.base+"/blog/"+crashPost+"/")
	before := page[:max(0, strings.LastIndex(page, "Which of the five would you tell"))] // the head has it too, as data
	ids := regexp.MustCompile(`id="(c-[0-9A-Z]{26})"`).FindAllStringSubmatch(before, -1)
	if len(ids) == 0 {
		t.Fatal("the comment has no anchor")
	}
	if strings.Contains(page+feed, "emmerey@") {
		t.Error("the address is public")
	}
	return ids[len(ids)-1][1]
}

// answers replies as staff from the desk.
func answers(t *testing.T, staff *tab, live, name string) {
	staff.open("/desk/comments/" + crashPost + "/" + strings.TrimPrefix(live, "c-"))
	staff.typeInto("#text", "The second one. — Tess")
	staff.shot(name + "-answer")
	staff.press(`form[action$="/answer"] button`)
	staff.sees("is now published")
	staff.open("/desk/comments/?state=approved")
	staff.sees("The second one. — Tess")
	staff.shot(name + "-desk")
	if !strings.Contains(staff.address(), "state=approved") {
		t.Errorf("the desk is at %s", staff.address())
	}
}

// replies answers the reader's own comment, on a page of its own or in place.
func replies(t *testing.T, reader *tab, live string, script bool, name string) {
	button := `#` + live + ` a[href*="/comments/new"]`
	if script {
		reader.run("pressing Reply", chromedp.ScrollIntoView(chromedp.CSS(button)), chromedp.Click(chromedp.CSS(button)))
	} else {
		reader.press(button)
	}
	reader.sees("Emmerey")
	reader.retype("#name", "Odile")
	reader.typeInto("#email", "odile@example.com")
	reader.typeInto("#text", "Thank you, Tess.")
	reader.shot(name + "-reply")
	reader.press(`.comment-form button[type=submit]`)
	reader.sees("Your comment waits for approval", "Thank you, Tess.")
}
