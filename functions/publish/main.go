// Publish is the function that keeps the site in step with what is on record.
// Its events are the changes of the open table; an event without records
// builds the site too: a deployment sends one, and a schedule after midnight,
// when other programs are open.
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Publish() }
