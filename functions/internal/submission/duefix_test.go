package submission_test

import (
	"testing"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/decision/decisiontest"
	"greenroom/functions/internal/submission"
)

// Who has to put a live post right is reminded once; after its day the project
// manager is told once.
func TestALivePostThatIsNotPutRight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		fix  func(*house)
	}{
		{"a check failed", func(h *house) { h.publish("The soup won on Tuesday. " + shop) }},
		{"a person saw it", func(h *house) {
			h.publish(good)
			_, err := h.AskFix(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, "The photo shows another jar.")
			h.must(err)
		}},
		{"it was otherwise when it was looked at", func(h *house) {
			h.publish(good)
			h.Web.put(post, "The soup won on Tuesday. "+shop)
			_, err := h.Room.Verify(h.t.Context(), decisiontest.Manager(), h.app, 1, h.now(1).Version, "")
			h.wantKind(err, agency.KindForbidden, "verifying it")
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			h := approved(t)
			h.until(may(29, 10))
			c.fix(h)
			by := h.is(submission.LiveFix).Live.FixBy
			if !by.Equal(endOf(34)) {
				t.Fatalf("to be put right by %s", by)
			}
			before := len(h.told())
			h.hours(by)
			all := h.due(submission.LetterFixDue)
			if len(all) != 1 || all[0].Due != "Wednesday, 3 June 2026" || h.since(before) != "" {
				t.Errorf("reminded %+v, told %s", all, h.since(before))
			}
			h.hours(by.AddDate(0, 0, 20))
			if said := h.since(before); said != "marisol: A live post is still not put right" || len(h.due(submission.LetterFixDue)) != 1 {
				t.Errorf("after its day: %s", said)
			}
			h.publish(good)
			h.is(submission.LiveChecking)
		})
	}
}
