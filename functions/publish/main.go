// Publish is the function that keeps the site in step with what is on record.
// Its events are the changes of the open table; an event without records,
// such as a deployment sends, builds the site too.
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Publish() }
