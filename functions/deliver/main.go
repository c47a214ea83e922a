// Deliver is the function that sends mail. Its events are the changes of the
// private table; an event without records, such as a schedule sends every
// minute, sends what is to be tried again.
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Deliver() }
