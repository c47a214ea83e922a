package web_test

import (
	"net/http"
	"strings"
	"testing"

	"greenroom/functions/internal/vetting"
)

// says is what a page says.
func (h *workHouse) says(who, page string) string {
	h.t.Helper()
	return text(parse(h.t, h.get(who, page)).root)
}

// Who may not rule on a dispute reads who can; who can is told, and finds it.
func TestADisputeIsForWhoHadNoPartInIt(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	h.asked()
	h.does("ann", h.mine, "edits", "item-1-answer", "dispute", "item-1-note", "It is in the first line.", "item-2-answer", "decline")
	for _, who := range []string{"Mara", "Rita"} {
		page := h.says(who, h.desk)
		if !strings.Contains(page, "Who had no part in it rules on it") || !strings.Contains(page, "Lena") || strings.Contains(page, "Why, for both sides to read") {
			t.Errorf("%s reads %s", who, page)
		}
	}
	if page := h.says("Lena", "/desk/"); !strings.Contains(page, "you may rule on it") {
		t.Errorf("Lena's day: %s", page)
	}
	if page := h.says("Mara", "/desk/"); strings.Contains(page, "you may rule on it") {
		t.Errorf("Mara's day: %s", page)
	}
	h.does("Lena", h.desk, "rule", "item-1-ruling", "upheld", "item-1-why", "Clause 1 says which night.")
	if page := h.says("ann", h.mine); !strings.Contains(page, "Clause 1 says which night.") {
		t.Errorf("ann reads %s", page)
	}
}

// Who said that they know somebody neither reads their work nor decides on it,
// and somebody else does.
func TestWhoKnowsSomebodyLeavesTheirWorkToOthers(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	h.must(h.web.Vetting.Declare(t.Context(), h.who("Lena"), h.app, vetting.StoodAside))
	if got := h.get("Lena", h.desk); got.status != http.StatusOK {
		t.Errorf("who only stood aside: %d", got.status)
	}
	h.must(h.web.Vetting.Declare(t.Context(), h.who("Lena"), h.app, vetting.Friend))
	list := h.get("Lena", "/desk/work/")
	if !strings.Contains(list.body, "You said that you know this person") || strings.Contains(list.body, h.desk) {
		t.Errorf("Lena's list: %s", list.body)
	}
	if strings.Contains(h.get("Lena", "/desk/").body, h.desk) {
		t.Error("it is among what Lena has to do")
	}
	h.untouched("approving it", func() {
		f := values("version", version(h.now().Version))
		got := h.post("Lena", "/api"+h.desk+"/approve", f)
		if got.status != http.StatusForbidden || !strings.Contains(got.body, "Somebody else reads their work") {
			t.Errorf("approved by a friend: %d\n%s", got.status, got.body)
		}
	})
	if list := h.get("Mara", "/desk/work/").body; strings.Contains(list, "know this person") || !strings.Contains(list, h.desk) {
		t.Errorf("Mara's list: %s", list)
	}
	h.does("Mara", h.desk, "approve")
	if page := h.says("ann", h.mine); !strings.Contains(page, "The client reads it now") {
		t.Errorf("ann reads %s", page)
	}
}
