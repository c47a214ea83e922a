// Deliver is the function that sends mail. Its events are the changes of the
// private table.
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Deliver() }
