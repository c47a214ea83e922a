package application

import (
	"fmt"
	"maps"
	"strconv"

	"greenroom/functions/internal/agency"
	"greenroom/site/content"
)

// Form is the form on a program's page as it was filled in. Lengths are in
// runes. The fields with a validate tag are those that people type.
type Form struct {
	Program   string `form:"program"`
	Key       string `form:"key" validate:"max=100"` // the form's idempotency key, "" on a static page
	Code      string `form:"code" validate:"max=100"`
	Name      string `form:"name" validate:"required,max=80,line"`
	Email     string `form:"email" validate:"required,max=254,mailbox"`
	Channel   string `form:"channel" validate:"required,max=2000,web"`
	Channel2  string `form:"channel2" validate:"omitempty,max=2000,web"`
	Angle     string `form:"angle" validate:"required,max=600,text"`
	Piece     string `form:"piece" validate:"omitempty,max=2000,web"`
	Answer1   string `form:"answer1" validate:"omitempty,max=1000,text"`
	Answer2   string `form:"answer2" validate:"omitempty,max=1000,text"`
	Sponsored string `form:"sponsored" validate:"required,oneof=piece channel none"`
	Available string `form:"available" validate:"required,eq=yes"`

	Newsletter string `form:"newsletter"`
	Praise     string `form:"praise"`
	Trap       string `form:"contact_url"` // people do not see this field

	Rules    []string // yes or no to each hard rule, in the order of the file
	Audience []string // what was chosen for each question about the audience
}

func formWords() map[string]string {
	words := agency.PersonWords()
	maps.Copy(words, map[string]string{
		"key.max":            "This form is damaged. Reload the page and send it again",
		"code.max":           "This access code is not one of ours",
		"angle.required":     "Enter your angle",
		"angle.max":          "Your angle must be 600 characters or fewer",
		"angle.text":         "Your angle must be plain text, without control or direction-changing characters",
		"channel.required":   "Enter the address of your main channel",
		"sponsored.required": "Say whether you have made a piece that was paid for",
		"sponsored.oneof":    "Choose one of the answers about paid work",
		"available.required": "Say that you can do the work in these dates",
		"available.eq":       "Say that you can do the work in these dates",
	})
	for field, name := range map[string]string{"channel": "Main channel", "channel2": "Second channel", "piece": "The piece you are proud of"} {
		words[field+".max"] = name + " must be an address of 2,000 characters or fewer"
		words[field+".web"] = name + " must be the address of a page, like https://example.com/me"
	}
	for _, n := range []string{"1", "2"} {
		words["answer"+n+".max"] = "Your answer must be 1,000 characters or fewer"
		words["answer"+n+".text"] = "Your answer must be plain text, without control or direction-changing characters"
	}
	return words
}

// ReadForm takes the answers that depend on the program out of a posted form.
func (f *Form) ReadForm(p content.Program, get func(field string) string) {
	for i := range hardRules(p) {
		f.Rules = append(f.Rules, get("rule"+strconv.Itoa(i+1)))
	}
	for i := range p.Audience {
		f.Audience = append(f.Audience, get("audience"+strconv.Itoa(i+1)))
	}
}

// hardRules are what an applicant has to meet.
func hardRules(p content.Program) []string {
	var hard []string
	for _, r := range p.Eligibility {
		if r.Hard {
			hard = append(hard, r.Text)
		}
	}
	return hard
}

func (f *Form) tidy() {
	for _, text := range []*string{&f.Name, &f.Email, &f.Angle, &f.Answer1, &f.Answer2} {
		*text = agency.Tidy(*text)
	}
	for _, address := range []*string{&f.Channel, &f.Channel2, &f.Piece} {
		*address = agency.TidyAddress(*address)
	}
}

// check says everything that is wrong with the form, rules first.
func (s *Room) check(f Form, p content.Program) error {
	all := &agency.Invalid{Fields: append(checkRules(f, p), checkAudience(f, p)...)}
	switch err := s.Rules.Check(f, formWords()).(type) {
	case nil:
	case *agency.Invalid:
		all.Fields = append(all.Fields, err.Fields...)
	default:
		return err
	}
	if f.Sponsored == "piece" && f.Piece == "" {
		all.Fields = append(all.Fields, agency.FieldError{Field: "sponsored", Message: "Give the address of the piece that was paid for, or choose another answer"})
	}
	all.Fields = append(all.Fields, checkAnswers(f, p)...)
	if len(all.Fields) == 0 {
		return nil
	}
	return all
}

// checkRules names the rule that is not met. No rule is about followers unless
// the program's page says so.
func checkRules(f Form, p content.Program) (faults []agency.FieldError) {
	for i, rule := range hardRules(p) {
		say := ""
		switch at(f.Rules, i) {
		case "yes":
			continue
		case "no":
			say = fmt.Sprintf("This program is only for people of whom this is true: “%s”", rule)
		default:
			say = fmt.Sprintf("Say whether this is true of you: “%s”", rule)
		}
		faults = append(faults, agency.FieldError{Field: "rule" + strconv.Itoa(i+1), Message: say})
	}
	return faults
}

func checkAudience(f Form, p content.Program) (faults []agency.FieldError) {
	for i, choice := range p.Audience {
		said, known := at(f.Audience, i), false
		for _, option := range append([]string{content.RatherNotSay}, choice.Options...) {
			known = known || said == option
		}
		if !known {
			faults = append(faults, agency.FieldError{Field: "audience" + strconv.Itoa(i+1),
				Message: fmt.Sprintf("Choose an answer to “%s”, or rather not say", choice.Ask)})
		}
	}
	return faults
}

// checkAnswers wants an answer to each of the program's questions, and to no
// other.
func checkAnswers(f Form, p content.Program) (faults []agency.FieldError) {
	for i, answer := range []string{f.Answer1, f.Answer2} {
		field := "answer" + strconv.Itoa(i+1)
		switch asked := i < len(p.Questions); {
		case asked && answer == "":
			faults = append(faults, agency.FieldError{Field: field, Message: fmt.Sprintf("Answer “%s”", p.Questions[i])})
		case !asked && answer != "":
			faults = append(faults, agency.FieldError{Field: field, Message: "This program does not ask that question. Reload the page"})
		}
	}
	return faults
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
