// Clock is the function that does what falls due: reminders, expiries, promised
// days that pass, releases that were broken off, people who were not told of a
// brief yet, clients who say nothing, posts that are to be looked at again. A
// schedule strikes it every minute; however often it strikes, each due thing has
// one effect.
//
// Mail that is due to be sent again is no work of its own: deliver may send,
// and the same schedule strikes that.
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Clock() }
