package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// rolling is a program that decides while it takes applications.
const rolling = "barnacle-first-thousand"

// application is the form of the n-th one.
func application(n int) url.Values {
	form := url.Values{"program": {rolling}, "key": {fmt.Sprint("figures ", n)}, "name": {fmt.Sprint("Applicant ", n)},
		"email": {fmt.Sprintf("applicant%d@example.org", n)}, "available": {"yes"}, "sponsored": {"none"}, "channel": {fmt.Sprint("https://example.com/applicant", n)},
		"piece": {"https://example.com/the-soup"}, "angle": {"The night the dog won, told from below the table, with the smoke alarm as a dinner guest."}, "answer1": {"A terrier, four."}}
	for _, rule := range []string{"rule1", "rule2", "rule3", "rule4"} {
		form.Set(rule, "yes")
	}
	return form
}

// crew are those of the staff who are needed for one application.
type crew struct{ first, second, lead *person }

// applicationLife goes the whole way of one application: from the form to the
// mail with the answer.
func (s *scene) applicationLife(ctx context.Context, by crew) error {
	s.sent++
	form := application(s.sent)
	if err := s.applies(ctx, form); err != nil {
		return fmt.Errorf("applying: %w", err)
	}
	id, err := s.reads(ctx, by.first)
	if err != nil {
		return fmt.Errorf("reading: %w", err)
	}
	if _, err := s.reads(ctx, by.second); err != nil {
		return fmt.Errorf("reading a second time: %w", err)
	}
	if err := s.decides(ctx, by.lead, id); err != nil {
		return fmt.Errorf("deciding: %w", err)
	}
	if err := s.releases(ctx, by); err != nil {
		return fmt.Errorf("releasing: %w", err)
	}
	return s.hears(ctx, form.Get("email"))
}

// applies sends the form and looks at the receipt; a mail says the same.
func (s *scene) applies(ctx context.Context, form url.Values) error {
	applicant, err := s.somebody(ctx, "")
	if err != nil {
		return err
	}
	for _, page := range []string{"/programs/" + rolling + "/", "/apply/" + rolling} {
		if _, err := applicant.get(ctx, page); err != nil {
			return err
		}
	}
	receipt, err := applicant.post(ctx, "/api/applications", form)
	if err != nil {
		return err
	}
	if _, err := applicant.get(ctx, receipt); err != nil {
		return err
	}
	return s.round(ctx, "")
}

// reads takes up what comes first in the queue and hands in both passes.
func (s *scene) reads(ctx context.Context, by *person) (id string, err error) {
	if _, err := by.get(ctx, "/desk/vetting/"); err != nil {
		return "", err
	}
	page, err := by.post(ctx, "/api/desk/vetting/next", url.Values{})
	if err != nil {
		return "", err
	}
	if _, _, err := by.send(ctx, http.MethodPost, "/api"+page+"/open", url.Values{"piece": {"0"}}, http.StatusOK); err != nil {
		return "", err
	}
	for _, pass := range []struct{ page, form string }{{page, "/blind"}, {page + "/numbers", "/numbers"}} {
		body, err := by.get(ctx, pass.page)
		if err != nil {
			return "", err
		}
		if _, err := by.post(ctx, "/api"+page+pass.form, scored(body)); err != nil {
			return "", err
		}
	}
	return strings.TrimPrefix(page, "/desk/vetting/"), s.round(ctx, "")
}

var markOnSheet = regexp.MustCompile(`name="(score|evidence)-(\w+)"`)

// scored is the sheet on a page with a three for every criterion.
func scored(page string) url.Values {
	form := hidden(page, "version", "answers", "rubric")
	form.Set("confidence", "2")
	for _, match := range markOnSheet.FindAllStringSubmatch(page, -1) {
		form.Set(match[1]+"-"+match[2], map[string]string{"score": "3", "evidence": "The dog won."}[match[1]])
	}
	return form
}

// decides stands aside from reading and accepts.
func (s *scene) decides(ctx context.Context, by *person, id string) error {
	if _, err := by.post(ctx, "/api/desk/vetting/"+id+"/conflict", url.Values{"kind": {"aside"}}); err != nil {
		return err
	}
	file := "/desk/applications/" + id
	page, err := by.get(ctx, file)
	if err != nil {
		return err
	}
	form := hidden(page, "version")
	for name, value := range map[string]string{"kind": "accept", "reasons": "accept:angle", "sentence": "The smoke alarm as a dinner guest."} {
		form.Set(name, value)
	}
	_, err = by.post(ctx, "/api"+file+"/decide", form)
	return err
}

// releases has the letter read by a second person and lets it go.
func (s *scene) releases(ctx context.Context, by crew) error {
	outcomes, post := "/desk/programs/"+rolling+"/outcomes", "/api/desk/programs/"+rolling+"/"
	if _, err := by.lead.post(ctx, post+"second-look", url.Values{"kind": {"accept"}}); err != nil {
		return err
	}
	list, err := by.second.get(ctx, outcomes)
	if err != nil {
		return err
	}
	letter, err := found(`(/desk/mails/[0-9A-Z]{26})`, list)
	if err != nil {
		return err
	}
	page, err := by.second.get(ctx, letter)
	if err != nil {
		return err
	}
	if _, err := by.second.post(ctx, "/api"+letter+"/approve", hidden(page, "version")); err != nil {
		return err
	}
	if err := s.round(ctx, ""); err != nil {
		return err
	}
	if _, err := by.lead.post(ctx, post+"release", url.Values{}); err != nil {
		return err
	}
	return s.round(ctx, "")
}

// hears reads the answer in the mailbox.
func (s *scene) hears(ctx context.Context, email string) error {
	letters, err := s.mailbox(ctx)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.To == email && strings.Contains(l.Subject, "You are in") {
			return nil
		}
	}
	return errors.New("the answer did not arrive")
}
