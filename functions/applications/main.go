// Applications is the function of applicants: the form, and their own pages.
//
//	GET  /apply/{program}                    the form on a page of its own
//	POST /api/applications                   take it in, or save it for later
//	GET  /applications/{token}               the receipt, with the promised day
//	GET  /me/                                a person's own pages
//	GET  /me/applications/{id}               one application, as its sender sees it
//	GET  /me/applications/{id}/edit          the answers, to be changed
//	POST /api/me/applications/{id}/edit      change them
//	POST /api/me/applications/{id}/answer    answer the one question
//	POST /api/me/applications/{id}/withdraw  take it back
//	POST /api/me/applications/{id}/confirm   accept the terms, once it was accepted
//	GET  /me/channels                        where a person publishes
//	POST /api/me/channels                    change that
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Applications() }
