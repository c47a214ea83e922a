// Accounts is the function that signs people in and out:
//
//	GET  /sign-in                        ask for a link and a code
//	POST /api/sign-in                    mail them
//	GET  /sign-in/code                   type the code
//	POST /api/sign-in/code               sign in with it
//	GET  /sign-in/link/{request}/{token} where the mailed link leads: a button
//	POST /api/sign-in/link               sign in with it
//	POST /api/sign-out                   end the session
//
// Whom the words call staff are enrolled when they first ask for a link.
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Accounts() }
