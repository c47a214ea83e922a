// Desk is the function of the staff's pages:
//
//	GET  /desk/                                           today: what waits, by the day it is due
//	GET  /desk/comments/                                  comments that wait, and what was decided
//	GET  /desk/comments/{post}/{id}                       one comment in its thread
//	POST /api/desk/comments/{post}/{id}/{what}            approve, reject, spam or restore it
//	POST /api/desk/comments/{post}/{id}/answer            answer it in one's own name
//	GET  /desk/vetting/                                   the viewer's queue of applications to read
//	POST /api/desk/vetting/next                           take up what comes first
//	GET  /desk/vetting/{id}                               the first pass: work and answers
//	GET  /desk/vetting/{id}/numbers                       the second: name and numbers
//	POST /api/desk/vetting/{id}/{what}                    begin, skip, open, blind, numbers or conflict
//	GET  /desk/applications/{id}                          everything about one application
//	POST /api/desk/applications/{id}/{what}               shortlist, unshortlist, ask, decide, undo, promote or let-go
//	GET  /desk/programs/                                  all programs
//	GET  /desk/programs/{slug}                            one at work: where it stands, who applied
//	GET  /desk/programs/{slug}/applications.csv           its applications for a spreadsheet
//	POST /api/desk/programs/{slug}/{what}                 pause, resume, close, extend, reopen, run, cancel or code
//	GET  /desk/programs/{slug}/outcomes                   what was decided and not told yet
//	POST /api/desk/programs/{slug}/{what}                 second-look, approve or release its letters
//	GET  /desk/mails/{id}                                 one letter as it will be read
//	POST /api/desk/mails/{id}/{what}                      edit, approve or retry it
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Serve("desk") }
