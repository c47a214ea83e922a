// Submissions is the function of what people make: drafts, live posts, and posts
// for the agency's own blog.
//
//	GET  /me/work/{application}/{number}               one piece of work, as its maker sees it
//	GET  /me/work/{application}/{number}/files/{hash}  a file of it, as a download
//	GET  /me/work/{application}/{number}/large         a form for a file that no function could be sent
//	GET  /me/work/{application}/{number}/large/{slip}  such a file, when it has arrived
//	POST /api/me/work/{application}/{number}/{what}    file, large/{slip}, draft, edits, walk or live
//	GET  /work/client/{token}                          a draft, for the client, who has no account
//	GET  /work/client/{token}/files/{hash}             the file of that draft
//	POST /api/work/client/{token}/{what}               approve or return it
//	GET  /me/posts/                                    a guest writer's posts, and the form for one
//	POST /api/me/posts                                 send one
//	GET  /me/posts/{id}                                one post, as its writer sees it
//	GET  /me/posts/{id}/edit                           its words, to be changed
//	POST /api/me/posts/{id}/{what}                     edit, sign, return or withdraw
package main

import "greenroom/functions/internal/cloud"

func main() { cloud.Submissions() }
