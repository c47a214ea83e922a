package starter

import (
	"fmt"
	"time"
)

// text is the whole file.
func (o Options) text() string {
	switch o.Kind {
	case "post":
		return o.post()
	case "program":
		return o.program()
	case "person":
		return o.person()
	}
	return o.page()
}

// day is the day so many days after today, in the site's zone.
func (o Options) day(after int) string {
	return o.Now.In(o.Zone).AddDate(0, 0, after).Format(time.DateOnly)
}

func (o Options) post() string {
	return fmt.Sprintf(`---
title: %s
date: %s # a day, or a time such as 2026-05-01T09:30:00-05:00
draft: true # delete this line to publish
description: "One sentence that says what a reader gets from this post."
authors: [%s] # files in people/
tags: []
---

The first paragraph says what the post is about.

## A heading

Headings start at two signs: the title is the first level.
`, Quote(o.Title), o.day(0), o.Author)
}

func (o Options) person() string {
	return fmt.Sprintf(`---
title: %s
role: "Guest author" # stands beside the name
description: "One sentence about who this is."
staff: false # true for those who work here: they may sign in to the desk
# email: # a work address of the agency, which is public; whoever answers for a program needs one
# roles: [project_manager, moderator] # at the desk: lead, project_manager, reviewer, moderator, editor, admin
---

A few sentences about the person.
`, Quote(o.Title))
}

func (o Options) page() string {
	return fmt.Sprintf(`---
title: %s
description: "One sentence that says what this page is for."
---

The first paragraph says what the page is about.
`, Quote(o.Title))
}

func (o Options) program() string {
	return fmt.Sprintf(programText, Quote(o.Title), o.Author,
		o.day(0), o.day(21), o.day(28), o.day(31), o.day(33), o.day(47), o.day(54), o.day(68))
}

// programText has every key of a program with a value to write over.
const programText = `---
title: %s
brand: "Brand name" # whose product it is
topic: "Home" # one word or two; programs of one topic are listed together
description: "One line for cards: what is made, for whom, and why it is worth making."
manager: %s # file in people/: who answers for it

# Days in the site's time zone, unless time_zone names another one, as in
# time_zone: America/Chicago. The day named is included.
opens: %s
closes: %s # last day to apply
decide_by: %s # everyone has an answer
confirm_by: %s # who is chosen has said yes
brief_by: %s # the brief and the product have arrived
draft_by: %s # drafts are in
live_from: %s
live_to: %s # last day to publish
# A program that never closes has, in place of the seven days after opens:
# rolling: {answer_days: 7, work_days: 21}

platforms: ["Instagram", "Blog"] # where the work may appear
regions: ["US"] # where people may live
fee: 250 # for each person, in whole units of the currency
currency: USD # three capitals
product: "One sample (value $40)" # what is sent, and what it is worth
places: 10 # how many people are chosen

ideal: "Who would make this well, in a sentence or two."
deliverables:
  - "1 post or 1 short video"
must: # what the work has to show or say
  - "The product in use"
must_not: # what it may not; [] if there is nothing
  - "No claims about health"
disclosure: "“Ad” as the first word of the caption"
hashtags: ["#ad"] # delete the line if there are none

weights: # what counts when we choose: nine numbers that sum to 100
  demos: 10 # fit with the requested audience
  content: 12 # content type
  angle: 20 # creativity and angle
  photo: 14 # photography
  writing: 12 # writing and storytelling
  authentic: 20 # authenticity
  social: 4 # what the person publishes
  engagement: 6 # quality of engagement
  reach: 2 # following in numbers: 15 at most, or say in reach_override why the client signed for more

rights: "Organic re-share for 3 months, with credit" # what the brand may do with the work
exclusivity: "None" # which other brands are out, and for how long
kill_fee: "Half the fee if the work is called off after you confirmed" # what is paid then
edit_rounds: 1 # corrections included in the fee
terms_days: 14 # paid within so many days of going live, 30 at most
keep_days: 90 # stays live at least so long
min_reviews: 2 # so many people read an application before it has an outcome
eligibility: # who may apply; [] for everybody
  - hard: "You are 18 or older" # whoever is not cannot apply
  - "You have made something like it before" # to be known, and nobody is kept out
questions: # asked in the form, two at most; [] if there are none
  - "What would you make first?"
audience: # what the client asks about readers, three at most; [] if nothing
  - {ask: "How old are most of your readers?", options: ["Under 25", "25 to 44", "45 or older"]}
regulated: false # true for medicine, money, alcohol: a second person reads each draft
---

What the program is about, in the words of the person who runs it.
`
