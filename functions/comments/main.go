// Comments is the function that takes readers' comments:
//
//	POST /api/comments            keep what somebody wrote until it is read
//	GET  /c/{id}/                 leads to where a comment stands, or says that it does not
//	GET  /comments/new            the form on a page of its own
//	GET  /comments/status/{token} what became of a comment, for its author
//	POST /api/comments/withdraw   its author takes it back
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Comments() }
