import { IconArrowLeft } from "@tabler/icons-react";
import { createLink, type LinkProps, useRouterState } from "@tanstack/react-router";
import type { AnchorHTMLAttributes } from "react";
import { Icon } from "./Icon";
import { Button } from "./primitives";
import classes from "./TextLink.module.css";

type AnchorProps = AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: React.Ref<HTMLAnchorElement> };

/** A link inside text, typed by the router's pages. */
export const TextLink = createLink((props: AnchorProps) => <a {...props} className={classes.link} />);

/** A link to what the server shows besides this page. */
export function OutsideLink(props: AnchorProps) {
  return <a {...props} className={classes.link} />;
}

/** A link whose row of a table is clickable as a whole. */
export const RowLink = createLink((props: AnchorProps) => (
  <a {...props} className={`${classes.link} ${classes.covering}`} />
));

/** The way up, above a page's heading. */
export const BackLink = createLink(({ children, ...props }: AnchorProps) => (
  <a {...props} className={`${classes.link} ${classes.back}`} data-screen-only>
    <Icon of={IconArrowLeft} size={18} />
    {children}
  </a>
));

type ButtonProps = AnchorProps & { color?: string; variant?: "filled" | "default" };

/** A page's way on, as a button. */
export const ButtonLink = createLink(({ color: _, ...props }: ButtonProps) => (
  <Button component="a" {...props} />
));

/** A link of the main navigation, marked when its page is the one shown. */
export const NavLink = createLink((props: AnchorProps) => <a {...props} />);

/** An address that one of the page's routes has. */
export type PageAddress = NonNullable<LinkProps["to"]>;

/** Where the page is, without its search and fragment. */
export function useAddress(): string {
  return useRouterState({ select: ({ location }) => location.pathname });
}
