package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/application"
	"greenroom/functions/internal/brief"
)

// acknowledge takes somebody's word that they know what the brief asks of them.
// Wrong answers say which clause to read again, and are held against nobody.
func (s *Server) acknowledge(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	a, err := s.partOf(r, v)
	if err != nil {
		return err
	}
	_, questions, err := s.Briefs.SelfCheck(r.Context(), a)
	if err != nil {
		return err
	}
	form, answers := choicesOf(r.PostForm, len(questions))
	_, result, err := s.Briefs.Acknowledge(r.Context(), v.person.Actor(), a, int(number(r.PostForm.Get("number"))), r.PostForm.Get("hash"), answers)
	if err == nil && !result.OK {
		err = again(questions, result)
	}
	if err == nil {
		err = s.Work.Assign(r.Context(), a)
	}
	next := "/me/brief/" + a.ID
	if a.State == application.Accepted {
		next = "/me/applications/" + a.ID + "#agreed"
	}
	return s.briefDone(w, r, v, next, form, err)
}

// choicesOf reads what was chosen; what was not is below zero.
func choicesOf(form url.Values, questions int) (memberForm, []int) {
	typed, answers := memberForm{Answers: map[int]string{}}, make([]int, questions)
	for n := range answers {
		typed.Answers[n] = form.Get(answerField(n))
		chosen, err := strconv.Atoi(typed.Answers[n])
		if err != nil {
			chosen = -1
		}
		answers[n] = chosen
	}
	return typed, answers
}

// answerField is the name of the field of a question.
func answerField(n int) string { return "answer" + strconv.Itoa(n+1) }

// again says which clauses to read once more.
func again(questions []brief.Question, r brief.Result) error {
	wrong := &agency.Invalid{}
	for n, q := range questions {
		for _, read := range r.Again {
			if read.Clause == q.Clause {
				wrong.Fields = append(wrong.Fields, agency.FieldError{Field: answerField(n), Message: fmt.Sprintf("Read clause %d again, please", q.Clause)})
			}
		}
	}
	return wrong
}

// askOnBoard puts a question on the board, for everybody who takes part.
func (s *Server) askOnBoard(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	a, err := s.partOf(r, v)
	if err != nil {
		return err
	}
	text := r.PostForm.Get("question")
	_, err = s.Briefs.Ask(r.Context(), v.person.Actor(), a.Program, text)
	return s.briefDone(w, r, v, "/me/brief/"+a.ID+"#board", memberForm{Question: text}, err)
}

// takeOffer takes what came after somebody's first acknowledgement.
func (s *Server) takeOffer(w http.ResponseWriter, r *http.Request, v visit) error {
	if err := parse(r); err != nil {
		return err
	}
	a, err := s.partOf(r, v)
	if err != nil {
		return err
	}
	get := r.PostForm.Get
	err = s.Briefs.Take(r.Context(), v.person.Actor(), a, int(number(get("number"))), int(number(get("clause"))))
	return s.briefDone(w, r, v, "/me/brief/"+a.ID+"#offers", memberForm{}, err)
}

// briefDone answers a form of the page: with what comes next, or with what has
// to be put right and everything that was typed.
func (s *Server) briefDone(w http.ResponseWriter, r *http.Request, v visit, next string, form memberForm, cause error) error {
	if cause == nil {
		http.Redirect(w, r, next, http.StatusSeeOther)
		return nil
	}
	wrong, invalid := faults(cause)
	if kind := kindOf(cause); !invalid && kind != agency.KindConflict && kind != agency.KindTooMany {
		return cause
	}
	status, say := s.verdict(cause)
	form.Problem, form.Wrong = say, wrong
	if _, outdated := errors.AsType[*agency.Error](cause); outdated {
		form.Answers = nil // to other questions, perhaps
	}
	return s.showBrief(w, r, status, v, form)
}
