/** Mantine's pieces that need no rule of ours; pages take them from here, never from Mantine. */

export {
  Button,
  Group,
  Paper,
  PasswordInput,
  Stack,
  Text,
  Title,
  VisuallyHidden,
} from "@mantine/core";
