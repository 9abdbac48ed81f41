// Types of schema.prisma, as the client of Rust writes and reads them in JSON.
// Written by `comon generate`: changes are lost.

export const OrderStatus = [
  "pending",
  "paid",
  "shipped",
  "cancelled",
] as const;
export type OrderStatus = (typeof OrderStatus)[number];

export interface Customer {
  id: number;
  email: string;
  fullName: string;
  createdAt: string;
}

/** What a new `Customer` is made of. */
export interface CreateCustomer {
  id?: number;
  email: string;
  fullName: string;
  createdAt?: string;
}

/** What is changed of a `Customer`. */
export interface UpdateCustomer {
  id?: number;
  email?: string;
  fullName?: string;
  createdAt?: string;
}

/** A tree: every category but the roots has a parent. */
export interface Category {
  id: number;
  name: string;
  parentId: number | null;
}

/** What a new `Category` is made of. */
export interface CreateCategory {
  id?: number;
  name: string;
  parentId?: number | null;
}

/** What is changed of a `Category`. */
export interface UpdateCategory {
  id?: number;
  name?: string;
  parentId?: number | null;
}

export interface Product {
  id: number;
  sku: string;
  title: string;
  price: string;
}

/** What a new `Product` is made of. */
export interface CreateProduct {
  id?: number;
  sku: string;
  title: string;
  price: string;
}

/** What is changed of a `Product`. */
export interface UpdateProduct {
  id?: number;
  sku?: string;
  title?: string;
  price?: string;
}

export interface Order {
  id: number;
  status: OrderStatus;
  customerId: number;
  placedAt: string;
}

/** What a new `Order` is made of. */
export interface CreateOrder {
  id?: number;
  status?: OrderStatus;
  customerId: number;
  placedAt?: string;
}

/** What is changed of a `Order`. */
export interface UpdateOrder {
  id?: number;
  status?: OrderStatus;
  customerId?: number;
  placedAt?: string;
}

/** One line of an order: a product occurs at most once in it. */
export interface OrderItem {
  orderId: number;
  productId: number;
  quantity: number;
  unitPrice: string;
}

/** What a new `OrderItem` is made of. */
export interface CreateOrderItem {
  orderId: number;
  productId: number;
  quantity?: number;
  unitPrice: string;
}

/** What is changed of a `OrderItem`. */
export interface UpdateOrderItem {
  orderId?: number;
  productId?: number;
  quantity?: number;
  unitPrice?: string;
}

/** Goods that came back; refers to the order line by its compound key. */
export interface Return {
  id: number;
  orderId: number;
  productId: number;
  reason: string;
}

/** What a new `Return` is made of. */
export interface CreateReturn {
  id?: number;
  orderId: number;
  productId: number;
  reason: string;
}

/** What is changed of a `Return`. */
export interface UpdateReturn {
  id?: number;
  orderId?: number;
  productId?: number;
  reason?: string;
}
