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
//	GET  /desk/briefs/                                    where the brief of each program stands
//	GET  /desk/briefs/{program}                           one brief at work, with its board
//	GET  /desk/briefs/{program}/edit                      its clauses, to be written
//	POST /api/desk/briefs/{program}/{what}                start, write, send, remark, approve, contact, ask-again, release, confirm-class, withdraw or answer
//	GET  /desk/work/                                      drafts and posts, by what they wait for
//	GET  /desk/work/{application}/{number}                one piece of work, with its versions and checks
//	GET  /desk/work/{application}/{number}/files/{hash}   a file of it, as a download
//	POST /api/desk/work/{application}/{number}/{what}     edit, send, look, send-back, take-back, rule, revise, take, approve, drop-remark, verify, fix, cancel or waive
//	GET  /desk/reports/                                   by client: what was asked for beyond the brief
//	GET  /desk/reports/changes.csv                        the same for a spreadsheet
//	GET  /desk/posts/                                     guest posts, by what they wait for
//	GET  /desk/posts/{id}                                 one guest post
//	POST /api/desk/posts/{id}/{what}                      edit, remark, approve, release, correct, decline or takedown
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Desk() }
