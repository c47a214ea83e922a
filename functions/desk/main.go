// Desk is the function of the staff's pages:
//
//	GET  /desk/                                      what waits, and what was decided
//	GET  /desk/comments/{post}/{id}                  one comment in its thread
//	POST /api/desk/comments/{post}/{id}/{what}       approve, reject, spam or restore it
//	POST /api/desk/comments/{post}/{id}/answer       answer it in one's own name
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Serve("desk") }
