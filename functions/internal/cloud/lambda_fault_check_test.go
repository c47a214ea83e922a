package cloud

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"

	"greenroom/functions/internal/cloud/standin"
	"greenroom/functions/internal/comment"
	"greenroom/functions/internal/outbox"
)

// settle ends the faults and follows everything to its end.
func (w *world) settle(ctx context.Context) {
	w.end()
	for range 10 {
		w.hurry(ctx)
		w.strike(ctx, "deliver")
		mails, pages := w.follow(ctx, "PrivateChanges"), w.follow(ctx, "OpenChanges")
		if !mails && !pages {
			break
		}
	}
	if w.givenUp > 0 { // somebody has read of it, or the day has turned
		w.strike(ctx, "publish")
	}
}

// checkComments: what was acknowledged is there, once; its reader sees it, and
// what was approved everybody; nobody anything else.
func (w *world) checkComments(ctx context.Context) {
	kept := map[string]comment.Comment{}
	for _, c := range w.comments(ctx) {
		if _, twice := kept[c.Text]; twice {
			w.violate("%q was taken twice", c.Text)
		}
		kept[c.Text] = c
	}
	for text, status := range w.acked {
		if _, there := kept[text]; !there {
			w.violate("%q was acknowledged and is lost", text)
		}
		if got := w.ask(ctx, "comments", status, "", nil); got.StatusCode != http.StatusOK || !strings.Contains(got.Body, text) {
			w.violate("the reader of %q is shown %d", text, got.StatusCode)
		}
	}
	for text, c := range kept {
		if w.approved[text] && c.State != comment.Approved {
			w.violate("%q was approved and is %s", text, c.State)
		}
		public := btoi(c.State == comment.Approved)
		for file, mark := range map[string]string{"index.html": `id="c-` + c.ID + `"`, "comments.xml": text} {
			page, _ := w.s3.Object("/SiteBucket/blog/" + talkedOf + "/" + file)
			if got := strings.Count(string(page.Data), mark); got != public || strings.Contains(string(page.Data), text) != (public > 0) {
				w.violate("%q is %s and %d times in %s", text, c.State, got, file)
			}
		}
	}
}

// checkMails: each left once; or at most once, and a person is told why nobody
// can say.
func (w *world) checkMails(ctx context.Context) {
	left, letters := map[string]int{}, 0
	taken := w.ses.Taken()
	all := w.mails(ctx)
	for id, i := range all {
		for _, m := range taken {
			left[id] += btoi(strings.Contains(string(m.Content.Raw.Data), "<"+id+"@"))
		}
		var m outbox.Mail
		if err := json.Unmarshal(i.Body, &m); err != nil {
			w.violate("%v", err)
		}
		letters += btoi(m.Letter == comment.LetterHeld)
		switch inDoubt := strings.Contains(m.Problem, "may have left"); {
		case m.State == outbox.Sent && left[id] == 1:
		case m.State == outbox.Failed && (left[id] == 0 && m.Problem != "" || left[id] == 1 && inDoubt):
		default:
			w.violate("mail %s is %s, left %d times, and says %q", id, m.State, left[id], m.Problem)
		}
	}
	if kept := len(w.comments(ctx)); letters != kept {
		w.violate("%d letters about %d comments", letters, kept)
	}
}

// checkDesk: what was given up stands on the desk of who can send it again.
func (w *world) checkDesk(ctx context.Context, cookie string) {
	failed := 0
	for _, i := range w.mails(ctx) {
		var m outbox.Mail
		_ = json.Unmarshal(i.Body, &m) // as checkMails did
		failed += btoi(m.State == outbox.Failed)
	}
	desk := w.ask(ctx, "desk", "/desk/", cookie, nil)
	if shown := strings.Count(desk.Body, "A mail did not leave"); shown != failed {
		w.violate("%d mails were given up and %d are on the desk (%d)", failed, shown, desk.StatusCode)
	}
}

// checkSite: the bucket is what a build of all that is on record makes, without
// a fault, of the bucket as it was.
func (w *world) checkSite(ctx context.Context, home string) error {
	clean, address, stop := bucketOf(w.first)
	defer stop()
	environment := map[string]string{"AWS_ACCESS_KEY_ID": "publish"}
	for name, v := range dict(w.template.properties(w.template.functions()["publish"]), "Environment", "Variables") {
		environment[name] = value(v).(string)
	}
	maps.Copy(environment, w.settings)
	environment["AWS_ENDPOINT_URL_S3"] = address
	program, err := standin.Start(filepath.Join(w.programs, "publish"), home, environment)
	if err != nil {
		return err
	}
	defer program.Close() // it is killed
	if _, err := program.Invoke(ctx, []byte("{}")); err != nil {
		return err
	}
	if names := differ(publicIn(w.s3), publicIn(clean)); len(names) > 0 {
		w.violate("other than without a fault are %v", names[:min(len(names), 8)])
	}
	return nil
}

// publicIn are the files of the site's bucket that readers get.
func publicIn(s *standin.S3) map[string]string {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	files := map[string]string{}
	for path, o := range s.Objects {
		if name, ok := strings.CutPrefix(path, "/SiteBucket/"); ok && !strings.HasPrefix(name, ".") {
			files[name] = string(o.Data)
		}
	}
	return files
}

// checkTold: an alarm's metric moved, whatever could not be hidden.
func (w *world) checkTold(injected int, watched []string, moved map[string]int) {
	if injected == 0 {
		w.violate("nothing was injected")
	}
	rang := slices.ContainsFunc(watched, func(metric string) bool { return moved[metric] > 0 })
	if w.kind.hidden && w.failed > 0 {
		w.violate("%d answers were errors", w.failed)
	}
	if !rang && !w.kind.silent {
		w.violate("%d failures moved no metric that is watched: %v", w.failed, moved)
	}
}
