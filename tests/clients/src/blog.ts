// Types of schema.prisma, as the client of Rust writes and reads them in JSON.
// Written by `comon generate`: changes are lost.

export interface User {
  id: number;
  email: string;
  displayName: string | null;
  createdAt: string;
}

/** What a new `User` is made of. */
export interface CreateUser {
  id?: number;
  email: string;
  displayName?: string | null;
  createdAt?: string;
}

/** What is changed of a `User`. */
export interface UpdateUser {
  id?: number;
  email?: string;
  displayName?: string | null;
  createdAt?: string;
}

export interface Post {
  id: number;
  title: string;
  body: string;
  status: string;
  publishedAt: string | null;
  authorId: number;
}

/** What a new `Post` is made of. */
export interface CreatePost {
  id?: number;
  title: string;
  body?: string;
  status?: string;
  publishedAt?: string | null;
  authorId: number;
}

/** What is changed of a `Post`. */
export interface UpdatePost {
  id?: number;
  title?: string;
  body?: string;
  status?: string;
  publishedAt?: string | null;
  authorId?: number;
}
