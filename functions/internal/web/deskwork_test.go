package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// Of two who write at once, the second one reads what is there now, with
// everything that they typed.
func TestTwoReviewersAtOnce(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	path, first := filled(t, h.get("Mara", h.desk), "edit")
	_, second := filled(t, h.get("Lena", h.desk), "edit")
	location(t, h.post("Mara", path, changed(first, wished()...)))
	late := h.post("Lena", path, changed(second, wished("good", "The alarm is a guest.", "item-1-what", "Name the street.")...))
	_, kept := filled(t, late, "edit")
	if late.status != http.StatusConflict || kept.Get("good") != "The alarm is a guest." || kept.Get("item-1-what") != "Name the street." || kept.Get("item-2-fee") != "45" {
		t.Errorf("the second one: %d, kept %v", late.status, kept)
	}
	if !strings.Contains(late.body, "not what it was when you looked at it") || kept.Get("version") == second.Get("version") {
		t.Error("it does not say what happened, or cannot be sent again")
	}
	for act, fields := range map[string][]string{"approve": nil, "send": nil, "waive": {"reason", "It is not needed."}, "cancel": {"reason", "No.", "fault", "client"}} {
		f := changed(values(fields...), "version", second.Get("version"))
		h.untouched(act, func() {
			if got := h.post("Lena", "/api"+h.desk+"/"+act, f); got.status != http.StatusConflict || !strings.Contains(got.body, "not what it was") {
				t.Errorf("%s on what was changed since: %d", act, got.status)
			}
		})
	}
}

func TestOneEditRequestAtATime(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	path, f := filled(t, h.get("Mara", h.desk), "edit")
	h.does("Mara", h.desk, "edit", wished()...)
	h.does("Mara", h.desk, "send")
	for _, step := range []string{"with a second person", "with its writer"} {
		f.Set("version", version(h.now().Version))
		h.untouched(step, func() {
			got := h.post("Lena", path, changed(f, wished("good", "One more.")...))
			if got.status != http.StatusConflict || !strings.Contains(got.body, "There is one at a time") && !strings.Contains(got.body, "while a draft is being read") {
				t.Errorf("%s: %d\n%s", step, got.status, got.body)
			}
			if comesBack(t, got); !strings.Contains(got.body, "One more.") {
				t.Errorf("%s: what was typed is gone\n%s", step, got.body)
			}
		})
		if step == "with a second person" {
			h.does("Rita", h.desk, "look")
		}
	}
	if h.now().Edits != 1 {
		t.Errorf("there are %d requests", h.now().Edits)
	}
}

// What is asked for is in the brief, or it is new and has its price.
func TestAnEditRequestThatCannotBeSent(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	for _, c := range []struct {
		name, say string
		fields    []string
	}{
		{"an item without a clause", "Name the clause of the brief", []string{"item-1-clause", ""}},
		{"a clause that is none", "is not in the brief", []string{"item-1-clause", "77"}},
		{"a clause that is no number", "Name the clause of the brief", []string{"item-1-clause", "<b>1"}},
		{"a clause that informs", "only informs", []string{"item-1-clause", "6"}},
		{"nothing good", "Say what was already good", []string{"good", ""}},
		{"no days", "Give them between", []string{"days", ""}},
		{"many days", "Give them between", []string{"days", "99999999999999999999999"}},
		{"no reason", "Choose why", []string{"item-2-reason", "whim"}},
		{"no fee", "Offer a fee", []string{"item-2-fee", ""}},
		{"a fee below nothing", "whole units", []string{"item-2-fee", "-45"}},
		{"a fee in words", "whole units", []string{"item-2-fee", "a lot"}},
		{"a huge fee", "whole units", []string{"item-2-fee", "9999999999999999999999"}},
		{"no word on avoiding it", "tried to avoid", []string{"item-2-tried", ""}},
		{"a tone that hurts", "makes light of the work", []string{"item-1-why", "Simply because."}},
		{"too long", "1000 characters", []string{"item-1-what", strings.Repeat("x", 1001)}},
	} {
		h.untouched(c.name, func() {
			got := h.press("Mara", h.desk, "edit", wished(c.fields...)...)
			if got.status != http.StatusUnprocessableEntity || !strings.Contains(text(comesBack(t, got).root), c.say) {
				t.Errorf("%s: %d, and not %q\n%s", c.name, got.status, c.say, got.body)
			}
			_, kept := filled(t, got, "edit")
			if field := c.fields[0]; strings.HasSuffix(field, "-fee") || field == "days" {
				if kept.Get(field) != c.fields[1] || !strings.Contains(got.body, `id="`+field+`-error"`) {
					t.Errorf("%s: %s came back as %q", c.name, field, kept.Get(field))
				}
			}
			if kept.Get("item-2-what") != "Show the dessert." || kept.Get("item-1-where") != "" {
				t.Errorf("%s: kept %v", c.name, kept)
			}
		})
	}
}

func TestWhoWroteAnEditDoesNotReadItNorRuleOnIt(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	h.drafted()
	h.does("Mara", h.desk, "edit", wished()...)
	h.does("Lena", h.desk, "send")
	h.untouched("a second look by the first", func() {
		for _, who := range []string{"Mara", "Lena"} {
			f := values("version", version(h.now().Version), "comment", "No.")
			for _, act := range []string{"look", "send-back"} {
				if got := h.post(who, "/api"+h.desk+"/"+act, f); got.status != http.StatusForbidden {
					t.Errorf("%s by %s: %d", act, who, got.status)
				}
			}
		}
	})
	unsaid := h.press("Rita", h.desk, "send-back", "comment", "")
	if comesBack(t, unsaid); unsaid.status != http.StatusUnprocessableEntity {
		t.Errorf("sent back without a word: %d", unsaid.status)
	}
	h.does("Rita", h.desk, "look")
	h.does("ann", h.mine, "edits", "item-1-answer", "dispute", "item-1-note", "It is in the first line.", "item-2-answer", "decline")
	h.untouched("a ruling by who asked", func() {
		for _, who := range []string{"Mara", "Lena"} {
			f := values("version", version(h.now().Version), "item-1-ruling", "upheld", "item-1-why", "It is.")
			if got := h.post(who, "/api"+h.desk+"/rule", f); got.status != http.StatusForbidden {
				t.Errorf("by %s: %d", who, got.status)
			}
		}
	})
}

// What has to be said is asked for at its own place.
func TestWordsAtTheDeskThatAreMissing(t *testing.T) {
	t.Parallel()
	h := worksHouse(t)
	missing := func(step string, acts ...string) {
		t.Helper()
		for _, act := range acts {
			h.untouched(act, func() {
				got := h.press("Mara", h.desk, act)
				if comesBack(t, got); got.status != http.StatusUnprocessableEntity {
					t.Errorf("%s: %s without a word: %d", step, act, got.status)
				}
			})
		}
	}
	missing("assigned", "cancel", "waive")
	for _, step := range h.steps() {
		step.take()
		switch step.name {
		case "sent":
			missing(step.name, "edit", "cancel", "waive")
		case "edits asked for":
			missing(step.name, "take-back", "cancel", "waive")
		case "sent again":
			missing(step.name, "approve")
		case "live":
			missing(step.name, "fix", "cancel")
		}
	}
	h = worksHouse(t)
	h.drafted()
	h.does("", h.withClient(), "return", "remarks", "More soup.\nLess bread.")
	missing("returned", "drop-remark")
	stale := h.post("Mara", "/api"+h.desk+"/drop-remark", values("remark", "2", "why", "There is no bread.", "version", "1"))
	if kept := h.typedFields(stale); stale.status != http.StatusConflict || !slices.Contains(kept, "There is no bread.") {
		t.Errorf("on what was changed since: %d, kept %q", stale.status, kept)
	}
	for act, fields := range map[string][]string{"cancel": {"reason", "The zebra left.", "fault", ""}, "waive": {"reason", strings.Repeat("zebra ", 100)}} {
		got := h.press("Mara", h.desk, act, fields...)
		if kept := h.typedFields(got); got.status != http.StatusUnprocessableEntity || !slices.Contains(kept, fields[1]) {
			t.Errorf("%s: %d, kept %q", act, got.status, kept)
		}
	}
}

// typedFields are the values of the fields of a page.
func (h *workHouse) typedFields(a answer) (list []string) {
	for _, n := range parse(h.t, a).all("input", "", "") {
		list = append(list, get(n, "value"))
	}
	return list
}
